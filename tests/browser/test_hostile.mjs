// SPDX-License-Identifier: MIT
// Nobody's text does anything on a page, a page without scripts has all that does not move, and a long one is still a page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { contents, convert, scratchFile, tcpsim } from './pages.mjs';
import { shown } from './shown.mjs';
import { parse } from './trace.mjs';

// Texts that would like to be more than text: in HTML, in a script, in an attribute, in SVG, in a style.
const nasty = [
	'</script><script>window.hacked=1</script>', '<!--<script>', ']]><img src=x onerror=hacked=1>', '\\" onload=\\"hacked=1',
	"'><svg onload=hacked=1>", '</style><style>*{display:none}', '&lt;b&gt; & 😀 é \\\\', '</title><h1>hacked</h1>', '\\u2028 ${hacked=1}',
];

const scenario = `scenario "${nasty[0]}"
${nasty.map((text) => `note "${text.replace(/\\u2028/g, '')}"`).join('\n')}
host client isn 100
host server isn 300
link client <-> server delay 50ms
at 0s server listen 80
at 0s client connect server:80
at 1s client send "${nasty[0]}" // </script><script>window.hacked=1</script> <!-- <script>
at 2s client send "${nasty[3]}"
expect at 3s server ESTABLISHED // ${nasty[2]}
run until quiet
`;

async function isHarmless(page, title) {
	assert.equal(await page.evaluate(() => window.hacked), undefined);
	assert.equal(await page.locator('h1').count(), 1);
	assert.equal(await page.locator('h1').textContent(), title);
	assert.equal(await page.title(), title);
	assert.equal(await page.locator('#forward').isVisible(), true);
	await page.click('#end');
	assert.equal(await page.evaluate(() => window.hacked), undefined);
}

test('a hostile scenario does nothing on its page', async (t) => {
	const file = scratchFile('hostile.scn', scenario);
	const page = await open(t, await convert(file, 'html'));

	await isHarmless(page, nasty[0]);
	const text = await page.locator('.scenario .line').evaluateAll((lines) => lines.map((line) => line.textContent).join('\n'));
	assert.equal(text.trim(), scenario.trim(), 'the text of the scenario is another');
});

test('a hostile saved trace does nothing on its page', async (t) => {
	const json = (await contents(convert('lesson/handshake', 'json'))).trim().split('\n').map((line) => JSON.parse(line));
	const names = new Map(json[0].hosts.map(({ name }, i) => [name, `${i} "'><img src=x onerror=hacked=1></script> 😀 ${'&'.repeat(9)}`]));
	const rename = (name) => names.get(name) ?? name;

	json[0].title = nasty[2];
	json[0].file = nasty[4];
	json[0].case = nasty[7];
	for (const line of json) {
		line.hosts?.forEach((host) => {
			host.name = rename(host.name);
		});
		for (const member of ['host', 'peer']) {
			if (line[member] !== undefined)
				line[member] = rename(line[member]);
		}
		delete line.name;
	}
	const file = scratchFile('hostile.json', `${json.map((line) => JSON.stringify(line)).join('\n')}\n`);
	const page = await open(t, await convert(file, 'html'));

	await isHarmless(page, nasty[2]);
	assert.deepEqual((await shown(page)).cases[0].hosts.map(({ name }) => name), [...names.values()]);
});

test('without scripts the pictures, the scenario and the verdicts are there, and nothing that needs one', async (t) => {
	const page = await open(t, await convert('lesson/handshake', 'html'), { script: false });
	const [run] = parse(await contents(convert('lesson/handshake', 'json')));
	const isVisible = (selector) => page.locator(selector).first().isVisible();

	for (const selector of ['h1', '.drawing svg >> visible=true', '.states svg', '.scenario .line', '.outcome', '.invariants', '.rules', 'noscript .notice'])
		assert.equal(await isVisible(selector), true, selector);
	for (const selector of ['#controls', '.tcb', '.timers', '.channel', '#choice'])
		assert.ok(await page.locator(selector).count() === 0 || !await isVisible(selector), selector);
	assert.equal(await page.locator('.outcome').count(), run.end.outcomes.length);
});

test('two thousand packets make a page that loads and steps', { timeout: 120_000 }, async (t) => {
	const file = scratchFile('bulk.scn', `scenario "A lot"
host client isn 100
host server isn 300
link client <-> server delay 5ms
at 0s server listen 80
at 0s client connect server:80
at 1s client send 1000000 bytes
at 2s client send 500000 bytes
run until quiet
`);
	const [run] = parse(await contents(convert(file, 'json')));
	const page = await open(t, await convert(file, 'html'));

	const sent = run.records.filter(({ kind }) => kind === 'send').length;
	assert.ok(sent > 1900, `only ${sent} packets`);
	assert.equal(Number(await page.getAttribute('#slider', 'max')), run.records.length);
	for (const step of [1, 1000, run.records.length - 1]) {
		await page.locator('#slider').fill(String(step));
		assert.equal((await shown(page)).cases[0].record, step - 1);
	}
	for (let i = 0; i < 20; i++)
		await page.click('#back');
	assert.equal((await shown(page)).step, run.records.length - 21);
});

test('a run in which nothing happens is a page, too', async (t) => {
	const file = scratchFile('nothing.scn', 'scenario "Nothing"\nhost a\nrun until 1s\n');
	const page = await open(t, await convert(file, 'html'));

	assert.equal((await shown(page)).step, 0);
	await page.click('#play');
	await page.keyboard.press('ArrowRight');
	// The only thing that happens is that it ends.
	await page.waitForFunction(() => document.body.dataset.step === '1');
	assert.match(await page.locator('#now').textContent(), /^1\.00 s: the run ends; /);
});

test('a run that fails says so on its page', async (t) => {
	const file = scratchFile('fails.scn', `scenario "Fails"
host client isn 100
host server isn 300
link client <-> server delay 50ms
at 0s client connect server:80
expect at 1s client ESTABLISHED
run until quiet
`);
	await tcpsim('run', file);
	const page = await open(t, await convert(file, 'html'));

	assert.match(await page.locator('.case .verdict').first().textContent(), /not as expected/);
	await page.click('#end');
	assert.equal(await page.locator('.outcome.fail .why').isVisible(), true);
});
