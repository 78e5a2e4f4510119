// SPDX-License-Identifier: MIT
// Cases side by side: two-way and three-way stand next to each other, at one time, on one merged timeline.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { contents, convert } from './pages.mjs';
import { shown } from './shown.mjs';
import { merged, moments, parse } from './trace.mjs';

const scenario = 'two-way-old-syn';
const visible = (page) => page.locator('.case:not([hidden])').evaluateAll((all) => all.map((one) => one.dataset.name));

test('two cases are two columns', async (t) => {
	const page = await open(t, await convert(scenario, 'html'));
	const [one, other] = await page.locator('.case').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ x, y, right }) => ({ x, y, right })));

	assert.deepEqual(await visible(page), ['two-way', 'three-way']);
	assert.ok(other.x >= one.right && Math.abs(other.y - one.y) < 2, 'they stand one below the other');
});

test('at one time the server of one case is ESTABLISHED and that of the other is not', async (t) => {
	const runs = parse(await contents(convert(scenario, 'json')));
	const page = await open(t, await convert(scenario, 'html'));
	const steps = merged(runs);
	const all = runs.map(moments);
	// The old SYN comes after a minute, RFC 9293 3.5: only who believes two messages is ESTABLISHED then.
	const at = steps.findIndex(([first]) => all[0][first].tcbs.get(all[0][first].last.get('server'))?.vars.state === 'ESTABLISHED');

	await page.locator('#slider').fill(String(at));
	const { cases } = await shown(page);
	const server = (one) => one.hosts.find(({ name }) => name === 'server').state;
	assert.equal(server(cases[0]), 'ESTABLISHED');
	assert.equal(server(cases[1]), 'SYN-RECEIVED');
	assert.deepEqual(cases.map(({ record }) => record + 1), steps[at]);
});

test('a case alone has a timeline of its own, and the moment stays', async (t) => {
	const runs = parse(await contents(convert(scenario, 'json')));
	const page = await open(t, await convert(scenario, 'html'));

	assert.equal(Number(await page.getAttribute('#slider', 'max')), merged(runs).length - 1);
	await page.locator('#slider').fill('12');
	const { time } = await shown(page);
	await page.locator('#choice [name=case]').nth(1).click();
	assert.deepEqual(await visible(page), ['two-way']);
	assert.equal(Number(await page.getAttribute('#slider', 'max')), runs[0].records.length);
	assert.ok(parseFloat((await shown(page)).time) <= parseFloat(time));
	await page.waitForFunction(() => /cases=0/.test(location.hash));
	await page.locator('#choice [name=case]').nth(1).click();
	assert.deepEqual(await visible(page), ['two-way', 'three-way']);
});

test('the last case cannot be taken away', async (t) => {
	const page = await open(t, await convert(scenario, 'html'));

	await page.locator('#choice [name=case]').nth(0).click();
	await page.locator('#choice [name=case]').nth(1).click();
	assert.equal((await visible(page)).length, 1);
	assert.equal(await page.locator('#choice [name=case]:checked').count(), 1);
});

test('an address chooses cases', async (t) => {
	const page = await open(t, await convert(scenario, 'html'), { hash: '#t=60&cases=1' });

	assert.deepEqual(await visible(page), ['three-way']);
	await page.reload();
	assert.deepEqual(await visible(page), ['three-way']);
});

test('on a telephone there is one case at a time; with room again, both', async (t) => {
	const page = await open(t, await convert(scenario, 'html'), { width: 360, height: 640 });

	assert.equal((await visible(page)).length, 1);
	await page.locator('#choice [name=case]').nth(1).click();
	assert.deepEqual(await visible(page), ['three-way']);
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.waitForFunction(() => document.querySelectorAll('.case:not([hidden])').length === 2);
});

test('of many cases two are shown at first, and any can be', async (t) => {
	const page = await open(t, await convert('lesson/lose-each-once', 'html'));
	const n = await page.locator('#choice [name=case]').count();

	assert.equal(n, 10);
	assert.equal((await visible(page)).length, 2);
	await page.locator('#choice [name=case]').nth(n - 1).click();
	assert.equal((await visible(page)).length, 3);
	assert.equal((await shown(page)).cases.at(-1).number, n - 1);
});
