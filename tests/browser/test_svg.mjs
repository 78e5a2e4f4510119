// SPDX-License-Identifier: MIT
// Pictures standing alone, in a browser: XML that is well-formed and asks nobody for anything, every word within the picture and none
// on another, in both themes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';
import { look } from './look.mjs';
import { convertAll, shipped } from './pages.mjs';

async function isPicture(page) {
	assert.equal(await page.evaluate(() => document.documentElement.localName), 'svg');
	assert.equal(await page.locator('parsererror').count(), 0);
	assert.notEqual(await page.evaluate(() => document.querySelector('title')?.textContent ?? ''), '');
}

for (const format of ['svg', 'states']) {
	test(`--to ${format}: all pictures of lessons and figures are well-formed, and their words stand apart`, async (t) => {
		const scenarios = shipped(/^(lesson|figure)\//);
		const files = (await Promise.all(scenarios.map((scenario) => convertAll(scenario, format)))).flat();
		const page = await open(t, files[0], { elsewhere: true });
		const wrong = [];

		assert.ok(files.length > scenarios.length);
		for (const file of files) {
			await page.goto(pathToFileURL(file).href);
			await isPicture(page);
			wrong.push(...(await look(page, ['outside', 'overlaps'])).map((words) => `${file.replace(/^.*\//, '')}: ${words}`));
		}
		assert.deepEqual(wrong, []);
	});

	for (const theme of ['light', 'dark']) {
		test(`--to ${format}, ${theme}: all can be read`, async (t) => {
			for (const scenario of ['lesson/handshake', 'lesson/lost-last-ack', 'lesson/half-open-reboot']) {
				const [file] = await convertAll(scenario, format);
				const page = await open(t, file, { theme });

				await isPicture(page);
				assert.deepEqual(await look(page, ['faint']), []);
				await page.emulateMedia({ media: 'print' });
				assert.deepEqual(await look(page, ['faint']), [], 'printed');
			}
		});
	}
}
