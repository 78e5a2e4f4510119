// SPDX-License-Identifier: MIT
// One Chromium for all tests, and pages in it that may not do what a file from nobody may not: ask the network for anything,
// break their own content security policy, or write an error to the console.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Found from the build tree upwards: where tests/browser/install put it.
const { chromium } = createRequire(`${process.env.TCPSIM_BUILDDIR ?? process.cwd()}/`)('playwright-core');

let browser;

// A promise: tests that run side by side share the one that starts.
export function theBrowser() {
	browser ??= chromium.launch({ executablePath: process.env.CHROMIUM, headless: true });
	return browser;
}

export async function closeBrowser() {
	await (await browser)?.close();
}

// Note all that a page must not do, from its first script on.
function watch(page, isOwn, faults) {
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning')
			faults.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error}`));
	page.on('crash', () => faults.push('the page crashed'));
	page.on('request', (request) => {
		const url = request.url();
		if (!isOwn(url.split('#')[0], request.isNavigationRequest()) && !url.startsWith('data:') && !url.startsWith('blob:'))
			faults.push(`request: ${url}`);
	});
}

// Open a file in a context of its own, which ends with the test `t`; what it must not do fails the test then, too.
// Of `options`: elsewhere (the page may go to other files), hash, width, height, theme ('light', 'dark'), script (false: JavaScript is off), reduced (motion), and
// takes, a list that gets the faults instead.
export async function open(t, file, options = {}) {
	const context = await (await theBrowser()).newContext({
		viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
		colorScheme: options.theme ?? 'light',
		reducedMotion: options.reduced ? 'reduce' : 'no-preference',
		javaScriptEnabled: options.script ?? true,
		offline: true,
		locale: 'en-US',
	});
	const page = await context.newPage();
	const faults = options.takes ?? [];
	const url = pathToFileURL(file).href + (options.hash ?? '');

	page.setDefaultTimeout(20_000);
	watch(page, (asked, isNavigation) => asked === url.split('#')[0] ||
		(options.elsewhere && isNavigation && asked.startsWith('file:')), faults);
	t.after(async () => {
		await context.close();
		if (options.takes === undefined)
			assert.deepEqual(faults, [], `${file} did what it must not do`);
	});
	await page.goto(url, { waitUntil: 'load' });
	return page;
}
