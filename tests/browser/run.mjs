// SPDX-License-Identifier: MIT
// Run the tests in a browser: all, or those of the files named. `page` calls this, after it has looked for what is needed.
//   node run.mjs [test_NAME.mjs]...
import { readdirSync } from 'node:fs';
import { after } from 'node:test';
import { closeBrowser } from './browser.mjs';

const here = new URL('.', import.meta.url);
const wanted = process.argv.slice(2).map((name) => name.replace(/^.*\//, ''));
const files = readdirSync(here).filter((name) => /^test_.*\.mjs$/.test(name)).sort();

for (const name of wanted.filter((one) => !files.includes(one))) {
	console.error(`run.mjs: there is no ${name}`);
	process.exitCode = 2;
}
after(closeBrowser);
for (const name of files.filter((one) => wanted.length === 0 || wanted.includes(one)))
	await import(new URL(name, here));
