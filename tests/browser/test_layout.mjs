// SPDX-License-Identifier: MIT
// Pages fit: a telephone, a tablet, a projector; nothing runs out of the window, no words stand on others, and all can be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { look } from './look.mjs';
import { convert } from './pages.mjs';

const scenarios = ['lesson/handshake', 'two-way-old-syn', 'lesson/half-open-reboot', 'lesson/slow-reader', 'lesson/backlog', 'lesson/udp-time-server'];

for (const scenario of scenarios) {
	for (const width of [360, 768, 1920]) {
		test(`${scenario} at ${width} px`, async (t) => {
			const page = await open(t, await convert(scenario, 'html'), { width, height: 900 });
			const wrong = await look(page, ['overflow', 'clipped', 'outside', 'overlaps']);

			await page.click('#end');
			wrong.push(...await look(page, ['overflow', 'clipped', 'outside', 'overlaps']));
			for (const summary of await page.locator('summary:visible').all())
				await summary.click();
			wrong.push(...await look(page, ['overflow', 'clipped']));
			assert.deepEqual([...new Set(wrong)], []);
		});
	}
}

for (const scenario of ['two-way-old-syn', 'lesson/half-open-reboot']) {
	for (const theme of ['light', 'dark']) {
		test(`${scenario}, ${theme}: everything has the contrast of WCAG 2.2 AA`, async (t) => {
			const page = await open(t, await convert(scenario, 'html'), { theme });

			for (const summary of await page.locator('summary:visible').all())
				await summary.click();
			await page.click('#end');
			await page.waitForTimeout(500);
			assert.deepEqual(await look(page, ['faint']), []);
		});
	}
}

test('letters are not smaller than 9 px on a projector', async (t) => {
	const page = await open(t, await convert('two-way-old-syn', 'html'), { width: 1920, height: 1080 });

	assert.deepEqual(await look(page, ['tiny'], 9), []);
});

test('the page is in the theme that is asked for, and changes it', async (t) => {
	for (const theme of ['light', 'dark']) {
		const page = await open(t, await convert('lesson/handshake', 'html'), { theme });
		const lightness = () => page.evaluate(() => {
			const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
			return (r + g + b) / 3;
		});

		assert.equal(await lightness() > 128, theme === 'light');
		await page.click('#theme');
		assert.equal(await lightness() > 128, theme === 'dark');
		await page.reload();
		assert.equal(await lightness() > 128, theme === 'dark', 'a theme that was chosen stays');
		await page.click('#theme');
		assert.equal(await lightness() > 128, theme === 'light');
	}
});

test('printed, all of the run is there, without controls', async (t) => {
	const page = await open(t, await convert('lesson/handshake', 'html'), { theme: 'dark', width: 720 });

	await page.locator('#slider').fill('5');
	await page.emulateMedia({ media: 'print' });
	assert.equal(await page.locator('#controls').isVisible(), false);
	assert.equal(await page.locator('.scenario .line').last().isVisible(), true);
	assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.ladder .future')]
		.filter((one) => Number(getComputedStyle(one).opacity) < 0.9).length), 0, 'what has not happened yet is printed, too');
	const [r, g, b] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number));
	assert.ok(r + g + b > 600 || await page.evaluate(() => /, 0\)$/.test(getComputedStyle(document.documentElement).backgroundColor)),
		'paper is light');
	assert.deepEqual(await look(page, ['overflow']), []);
});

test('who wants no motion gets none', async (t) => {
	const page = await open(t, await convert('lesson/handshake', 'html'), { reduced: true });
	const moving = () => page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
		const style = getComputedStyle(one);
		const is = (text) => text.split(',').some((part) => parseFloat(part) > 0.01);
		return is(style.transitionDuration) || is(style.animationDuration) || style.scrollBehavior === 'smooth';
	}).map((one) => one.tagName + one.className));

	assert.deepEqual(await moving(), []);
	// While it plays the clock jumps from step to step; the bars stand still between them.
	await page.locator('#speed').selectOption('0.25');
	await page.click('#play');
	await page.waitForTimeout(200);
	const before = await page.locator('#time').textContent();
	await page.waitForTimeout(200);
	assert.equal(await page.locator('#time').textContent(), before);
});
