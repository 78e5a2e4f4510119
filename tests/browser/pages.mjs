// SPDX-License-Identifier: MIT
// What the tests look at: files that tcpsim writes from scenarios, each made once.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scratch = process.env.TCPSIM_SCRATCH ?? '.';
const made = new Map();

// A file in the scratch directory, of a test's own.
export function scratchFile(name, text) {
	const file = join(scratch, name);
	writeFileSync(file, text);
	return file;
}

// What tcpsim prints. An exit status of 1 or 3 is of an expectation that does not hold: there is a page of that, too.
export async function tcpsim(...args) {
	try {
		return (await run(process.env.TCPSIM, args, { maxBuffer: 1 << 30, encoding: 'utf8' })).stdout;
	} catch (error) {
		if (error.code === 1 || error.code === 3)
			return error.stdout;
		throw error;
	}
}

// A promise of the file that `tcpsim convert --to FORMAT SCENARIO` writes; with the scenario's name and suffix.
export function convert(scenario, format, ...args) {
	const key = [scenario, format, ...args].join(' ');
	if (!made.has(key)) {
		const folder = join(scratch, `made-${made.size}`);
		const suffix = format === 'states' ? 'svg' : format;
		const file = join(folder, `${scenario.replace(/^.*\//, '').replace(/\.[a-z]+$/, '')}.${suffix}`);
		mkdirSync(folder);
		made.set(key, tcpsim('convert', '--to', format, ...args, '-o', file, scenario).then(() => file));
	}
	return made.get(key);
}

// A promise of all files that it writes: one for each case and host, if the format is of one.
export async function convertAll(scenario, format, ...args) {
	const folder = dirname(await convert(scenario, format, ...args));

	return readdirSync(folder).sort().map((name) => join(folder, name));
}

export async function contents(promise) {
	return readFileSync(await promise, 'utf8');
}

// The names of the shipped scenarios, as `tcpsim list` has them; of those that match, if something is to be matched.
export function shipped(pattern = /./) {
	const folder = process.env.TCPSIM_SCENARIOS;
	return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.scn')).map((name) => name.replace(/\.scn$/, ''))
		.filter((name) => pattern.test(name)).sort();
}
