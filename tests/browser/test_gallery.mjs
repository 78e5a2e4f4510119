// SPDX-License-Identifier: MIT
// The page of all pages: its links lead somewhere and back, its filter filters, and it fits.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from './browser.mjs';
import { look } from './look.mjs';
import { scratchFile, tcpsim } from './pages.mjs';

const scenarios = ['lesson/handshake', 'lesson/teardown', 'two-way-old-syn', 'hazard/16-blind-reset', 'figure/08-old-duplicate-syn'];
let made;

// A promise of the folder, which is made once.
function gallery() {
	const folder = scratchFile('gallery', '').replace(/gallery$/, 'pages');
	made ??= tcpsim('gallery', '-o', folder, ...scenarios).then(() => folder);
	return made;
}

test('each card leads to a page, and that back', async (t) => {
	const folder = await gallery();
	const page = await open(t, join(folder, 'index.html'), { elsewhere: true });
	const links = await page.locator('.card a, a.card').evaluateAll((all) => [...new Set(all.map((one) => one.href.split('#')[0]))]);

	assert.equal(links.length, scenarios.length);
	for (const link of links)
		assert.ok(existsSync(fileURLToPath(link)), `${link} leads nowhere`);
	await page.locator('.card a, a.card').first().click();
	await page.locator('#forward').waitFor();
	await page.locator('nav a').first().click();
	await page.locator('#filter').waitFor();
});

test('the filter shows what has the words', async (t) => {
	const page = await open(t, join(await gallery(), 'index.html'));
	const count = () => page.locator('.card:not([hidden])').evaluateAll((all) => all.filter((one) => one.closest('[hidden]') === null).length);

	assert.equal(await count(), scenarios.length);
	await page.fill('#filter', 'Old SYN');
	const some = await count();
	assert.ok(some >= 1 && some < scenarios.length, `${some} cards`);
	await page.fill('#filter', 'there is no such thing');
	assert.equal(await count(), 0);
	assert.equal(await page.locator('#none').isVisible(), true);
	await page.fill('#filter', '');
	assert.equal(await count(), scenarios.length);
});

test('without scripts all cards are there', async (t) => {
	const page = await open(t, join(await gallery(), 'index.html'), { script: false });

	assert.equal(await page.locator('.card:visible').count(), scenarios.length);
	assert.equal(await page.locator('#search').isVisible(), false);
});

test('the gallery fits, in both themes', async (t) => {
	for (const [width, theme] of [[360, 'light'], [768, 'dark'], [1920, 'light']]) {
		const page = await open(t, join(await gallery(), 'index.html'), { width, theme });
		assert.deepEqual(await look(page, ['overflow', 'clipped', 'faint']), [], `${width} px, ${theme}`);
	}
});
