// SPDX-License-Identifier: MIT
// The watch over pages sees what they must not do: else all other tests would pass for nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { scratchFile } from './pages.mjs';

// A page that does one thing; what the watch noted is given to `look` instead of failing the test.
async function noted(t, name, html) {
	const faults = [];
	const page = await open(t, scratchFile(`${name}.html`, html), { takes: faults });
	await page.waitForTimeout(100);
	return faults.join('\n');
}

const csp = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'unsafe-inline\'">';

test('a page that does nothing wrong has no faults', async (t) => {
	assert.equal(await noted(t, 'good', '<!doctype html><title>x</title><p>good'), '');
});

test('an error in a script is a fault', async (t) => {
	assert.match(await noted(t, 'throws', '<!doctype html><script>throw new Error("oops")</script>'), /^error: .*oops/);
});

test('an error on the console is a fault', async (t) => {
	assert.match(await noted(t, 'console', '<!doctype html><script>console.error("oops")</script>'), /^console: oops/);
});

test('asking the network is a fault', async (t) => {
	assert.match(await noted(t, 'asks', '<!doctype html><img src="http://192.0.2.1/x.png" alt="">'), /request: http:/);
});

test('breaking the content security policy is a fault', async (t) => {
	assert.match(await noted(t, 'breaks', `<!doctype html>${csp}<img src="x.png" alt="">`), /console: .*Content Security Policy/);
});
