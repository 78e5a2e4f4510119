// SPDX-License-Identifier: MIT
// Every step of shipped scenarios, forwards to the end and back to the start: each host's state, each field of its TCB,
// its timers, the network, the invariants, the lines and the words are what the trace says behind that record.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { stepDifferences } from './expected.mjs';
import { contents, convert, shipped } from './pages.mjs';
import { roundTrip, shown } from './shown.mjs';
import { merged, moments, parse } from './trace.mjs';

// Cases at first on a page: all, of more than four the first two.
const most = 4;

// Of the hazards, which are like one another, and of bulk transfers, which take long, there are some.
const walked = /^(common|figure|lesson)\/|^[^/]*$|^hazard\/(01|10|19|23|28|30)|^data\/(ecn|path-mtu|urgent|loss-recovery)/;

for (const scenario of shipped(walked)) {
	test(`steps of ${scenario}`, async (t) => {
		const [file, json] = await Promise.all([convert(scenario, 'html'), contents(convert(scenario, 'json'))]);
		const all = parse(json);
		const page = await open(t, file);
		const runs = all.length > most ? all.slice(0, 2) : all;
		const states = runs.map(moments);
		const steps = merged(runs);
		const { there, others } = await roundTrip(page, steps.length - 1);
		const wrong = there.flatMap((one, step) => stepDifferences(one, step, runs, states, steps[step], steps[step - 1]));

		assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} differences`);
		assert.deepEqual(others, [], 'steps that show something else when they are come back to');
		assert.equal((await shown(page)).step, 0);
		await page.click('#end');
		assert.equal((await shown(page)).step, steps.length - 1, 'there is a step behind the last');
	});
}
