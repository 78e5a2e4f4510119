// SPDX-License-Identifier: MIT
// Every control of the page, by mouse and by keyboard: where it leads is what the steps say, and who hears or tabs gets as much as who
// sees and clicks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './browser.mjs';
import { contents, convert } from './pages.mjs';
import { shown } from './shown.mjs';
import { moments, parse } from './trace.mjs';

const scenario = 'lesson/handshake';

// A page of a scenario and its only run.
async function start(t, options = {}) {
	const [run] = parse(await contents(convert(scenario, 'json')));
	const page = await open(t, await convert(scenario, 'html'), options);
	return { page, run, last: run.records.length, step: async () => (await shown(page)).step };
}

// The step at which something is so for the first time, after step `from`.
function firstStep(run, is, from = 0) {
	const all = moments(run);
	return all.findIndex((moment, step) => step > from && is(moment, all[step - 1]));
}

const enters = (host, state) => (moment, before) => {
	const at = (one) => one?.tcbs.get(one.last.get(host))?.vars.state ?? 'CLOSED';
	return at(moment) === state && at(before) !== state;
};

test('buttons: forward, back, end, start', async (t) => {
	const { page, last, step } = await start(t);

	assert.equal(await step(), 0);
	for (const wanted of [1, 2, 3]) {
		await page.click('#forward');
		assert.equal(await step(), wanted);
	}
	await page.click('#back');
	assert.equal(await step(), 2);
	await page.click('#end');
	assert.equal(await step(), last);
	await page.click('#start');
	assert.equal(await step(), 0);
});

test('there is no step before the first and none behind the last', async (t) => {
	const { page, last, step } = await start(t);

	await page.keyboard.press('ArrowLeft');
	assert.equal(await step(), 0);
	await page.keyboard.press('End');
	await page.keyboard.press('ArrowRight');
	assert.equal(await step(), last);
});

test('play goes on by itself to the end, pause stops it', async (t) => {
	const { page, last, step } = await start(t);

	await page.locator('#speed').selectOption('8');
	await page.click('#play');
	assert.equal(await page.locator('#play').isVisible(), false);
	assert.equal(await page.locator('#pause').isVisible(), true);
	await page.waitForFunction(() => Number(document.body.dataset.step) >= 2);
	await page.click('#pause');
	assert.equal(await page.locator('#play').isVisible(), true);
	const at = await step();
	await page.waitForTimeout(400);
	assert.equal(await step(), at, 'it goes on though it was stopped');
	await page.click('#play');
	await page.waitForFunction((end) => Number(document.body.dataset.step) === end, last, { timeout: 60_000 });
	await page.locator('#play').waitFor();
	await page.click('#play');
	await page.waitForFunction((end) => Number(document.body.dataset.step) < end, last);
});

test('a faster speed is faster', async (t) => {
	const { page } = await start(t);
	const ms = async (speed) => {
		await page.locator('#slider').fill('0');
		await page.locator('#speed').selectOption(speed);
		return page.evaluate(() => new Promise((done) => {
			const began = performance.now();
			document.querySelector('#play').click();
			new MutationObserver((_, observer) => {
				if (Number(document.body.dataset.step) >= 2) {
					observer.disconnect();
					document.querySelector('#pause').click();
					done(performance.now() - began);
				}
			}).observe(document.body, { attributes: true });
		}));
	};

	assert.ok(await ms('0.5') > await ms('8'));
});

test('the slider goes anywhere', async (t) => {
	const { page, last, step } = await start(t);

	assert.equal(Number(await page.getAttribute('#slider', 'max')), last);
	await page.locator('#slider').fill('7');
	assert.equal(await step(), 7);
	await page.locator('#slider').focus();
	await page.keyboard.press('ArrowRight');
	assert.equal(await step(), 8);
	await page.keyboard.press('Home');
	assert.equal(await step(), 0);
	assert.match(await page.getAttribute('#slider', 'aria-valuetext'), /0\.00 s/);
});

test('keys: arrows, with Shift by moments, Home, End, space, + and -', async (t) => {
	const { page, run, last, step } = await start(t);
	const next = (from) => firstStep(run, ({ time_us }) => time_us > moments(run)[from].time_us, from);

	await page.keyboard.press('ArrowRight');
	assert.equal(await step(), 1);
	await page.keyboard.press('Shift+ArrowRight');
	assert.ok(await step() >= next(1), 'the clock does not go on');
	const time = (await shown(page)).time;
	await page.keyboard.press('Shift+ArrowLeft');
	assert.notEqual((await shown(page)).time, time);
	await page.keyboard.press('End');
	assert.equal(await step(), last);
	await page.keyboard.press('Home');
	assert.equal(await step(), 0);
	await page.keyboard.press('Space');
	await page.locator('#pause').waitFor();
	await page.keyboard.press('Space');
	await page.locator('#play').waitFor();
	await page.keyboard.press('+');
	assert.equal(await page.inputValue('#speed'), '2');
	await page.keyboard.press('-');
	await page.keyboard.press('-');
	assert.equal(await page.inputValue('#speed'), '0.5');
});

test('steps by events and by moments skip what is between', async (t) => {
	const { page, run } = await start(t);
	const all = moments(run);

	await page.locator('#unit').selectOption('moment');
	for (let i = 0; i < 4; i++) {
		await page.click('#forward');
		const at = (await shown(page)).step;
		assert.ok(at === all.length - 1 || all[at + 1].time_us !== all[at].time_us, `step ${at} is not the last of its moment`);
	}
	await page.click('#start');
	await page.locator('#unit').selectOption('event');
	for (let at = 0; at < all.length - 1;) {
		await page.click('#forward');
		at = (await shown(page)).step;
		assert.ok(at === all.length - 1 || !['armed', 'stopped'].includes(all[at].record.kind), `step ${at} is ${all[at].record.kind}`);
	}
});

// Click on the arrow of a packet, a hundred pixels from where it begins.
async function clickArrow(page, packet) {
	const hit = page.locator(`.drawing [data-packet="${packet}"] .hit >> visible=true`).first();

	await hit.scrollIntoViewIfNeeded();
	const { x, y } = await hit.evaluate((path) => {
		const point = path.getPointAtLength(100).matrixTransform(path.getScreenCTM());
		return { x: point.x, y: point.y };
	});
	await page.mouse.click(x, y);
}

test('a click on a segment goes to where it is sent, and from there to where it ends; Enter does, too', async (t) => {
	const { page, run, step } = await start(t);
	const sent = run.records.filter((record) => record.kind === 'send');

	for (const record of sent) {
		const end = run.records.find((one) => one.packet === record.packet && ['arrive', 'drop'].includes(one.kind));
		await clickArrow(page, record.packet);
		assert.equal(await step(), record.n + 1);
		await clickArrow(page, record.packet);
		assert.equal(await step(), end.n + 1);
	}
	await page.locator(`.drawing [data-packet="${sent[0].packet}"][role=button] >> visible=true`).focus();
	await page.keyboard.press('Enter');
	assert.equal(await step(), sent[0].n + 1);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Space');
	assert.equal(await step(), sent[1].n + 1);
});

test('a click on a state goes to where it is entered, with Shift backwards; Enter does, too', async (t) => {
	const { page, run, step } = await start(t);
	const established = firstStep(run, enters('server', 'ESTABLISHED'));
	const node = page.locator('[data-host=server] .states [data-state=ESTABLISHED]').first();

	await node.click();
	assert.equal(await step(), established);
	await page.click('#end');
	await node.click({ modifiers: ['Shift'] });
	assert.equal(await step(), established);
	await page.click('#start');
	await node.focus();
	await page.keyboard.press('Enter');
	assert.equal(await step(), established);
	await page.locator('[data-host=server] .states [data-state=TIME-WAIT]').first().click();
	assert.equal(await step(), established, 'it goes to a state that never is');
	assert.match(await page.locator('#now').textContent(), /server is never in TIME-WAIT/);
});

test('an expectation leads to where it is decided', async (t) => {
	const { page, run, step } = await start(t);
	const outcome = run.end.outcomes.find((one) => one.record !== undefined && one.record > 5);

	await page.locator(`.outcome[data-line="${outcome.line}"] code`).first().click();
	assert.equal(await step(), outcome.record + 1);
});

test('the address names the moment, and leads back to it', async (t) => {
	const { page, run, step } = await start(t);
	const fifth = moments(run)[5];

	await page.locator('#slider').fill('5');
	await page.waitForFunction(() => location.hash !== '');
	const hash = await page.evaluate(() => location.hash);
	assert.equal(Math.round(Number(new URLSearchParams(hash.slice(1)).get('t')) * 1e6), fifth.time_us);
	await page.reload();
	assert.equal(await step(), 5);
	await page.click('#start');
	await page.waitForFunction(() => location.hash === '');
	await page.evaluate((to) => {
		location.hash = to;
	}, hash);
	await page.waitForFunction(() => document.body.dataset.step === '5');
});

test('an address opens the page at its moment; one that makes no sense, at the start', async (t) => {
	const [run] = parse(await contents(convert(scenario, 'json')));
	const at = firstStep(run, enters('client', 'ESTABLISHED'));
	const time = moments(run)[at].time_us;
	const ordinal = at - run.records.filter((record) => record.time_us < time).length;
	const page = await open(t, await convert(scenario, 'html'), { hash: `#t=${time / 1e6}&step=${ordinal}` });
	assert.equal((await shown(page)).step, at);

	for (const hash of ['#t=never', '#', '#step=99', '#t=-1', '#<script>', '#t=1e9', '#%%%']) {
		const other = await open(t, await convert(scenario, 'html'), { hash });
		assert.equal((await shown(other)).step, 0, hash);
	}
	const late = await open(t, await convert(scenario, 'html'), { hash: '#t=99999999&step=5' });
	assert.equal((await shown(late)).step, run.records.length);
});

test('a jump can be gone back from', async (t) => {
	const { page, last, step } = await start(t);

	await page.locator('#slider').fill('4');
	await page.waitForTimeout(400);
	await page.click('#end');
	assert.equal(await step(), last);
	await page.goBack();
	await page.waitForFunction(() => document.body.dataset.step === '4');
});

test('the link to the moment is copied', async (t) => {
	const { page } = await start(t);

	await page.locator('#slider').fill('5');
	await page.click('#copy');
	await page.waitForFunction(() => /Copied|address/.test(document.querySelector('#copy').textContent));
	assert.match(page.url(), /#t=/);
});

test('help opens and closes, by button and by key', async (t) => {
	const { page, step } = await start(t);
	const dialog = page.locator('#help-dialog');

	await page.click('#help');
	assert.equal(await dialog.isVisible(), true);
	await page.keyboard.press('ArrowRight');
	assert.equal(await step(), 0, 'the page goes on behind its help');
	await page.click('#help-close');
	assert.equal(await dialog.isVisible(), false);
	await page.keyboard.press('?');
	assert.equal(await dialog.isVisible(), true);
	await page.keyboard.press('Escape');
	assert.equal(await dialog.isVisible(), false);
});

test('every control has a name, and the Tab key comes by each in the order in which they stand', async (t) => {
	const { page } = await start(t);
	const order = [];
	const seen = new Set();

	for (let i = 0; i < 100; i++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const one = document.activeElement;
			if (one === null || one === document.body)
				return null;
			const style = getComputedStyle(one);
			const hit = one.querySelector?.('.hit');
			return {
				key: one.id || `${one.tagName}.${one.getAttribute('class')} ${one.dataset.record ?? ''} ${one.textContent.slice(0, 40)}`,
				name: one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent.trim(),
				hasOutline: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) ||
					(hit !== null && hit !== undefined && getComputedStyle(hit).stroke !== 'none'),
			};
		});
		if (at === null || seen.has(at.key))
			break;
		seen.add(at.key);
		order.push(at);
	}
	const controls = ['start', 'back', 'play', 'forward', 'end', 'slider', 'speed', 'unit', 'copy', 'theme', 'help'];
	assert.deepEqual(order.map(({ key }) => key).filter((key) => controls.includes(key)), controls);
	for (const { key, name, hasOutline } of order) {
		assert.ok(name !== undefined && name.trim() !== '', `${key} has no name`);
		assert.ok(hasOutline, `the focus on ${key} cannot be seen`);
	}
	assert.ok(order.some(({ key }) => /packet/.test(key)), 'no segment of the ladder can be reached');
});

test('the live region tells each step, politely, and is silent while it plays', async (t) => {
	const { page, run } = await start(t);
	const now = page.locator('#now');

	assert.equal(await now.getAttribute('role'), 'status');
	assert.equal(await now.getAttribute('aria-live'), 'polite');
	for (const record of run.records.slice(0, 6)) {
		await page.keyboard.press('ArrowRight');
		const words = await now.textContent();
		for (const word of [record.host, record.name, record.rule])
			assert.ok(word === undefined || words.includes(word), `"${words}" does not tell of ${word}`);
	}
	await page.click('#play');
	assert.equal(await now.getAttribute('aria-live'), 'off');
	await page.click('#pause');
	assert.equal(await now.getAttribute('aria-live'), 'polite');
});

test('the focus stays where it is when play becomes pause and when a button has no more use', async (t) => {
	const { page } = await start(t);
	const focused = () => page.evaluate(() => document.activeElement?.id);

	await page.locator('#play').focus();
	await page.keyboard.press('Enter');
	assert.equal(await focused(), 'pause');
	await page.keyboard.press('Enter');
	assert.equal(await focused(), 'play');
	await page.locator('#end').focus();
	await page.keyboard.press('Enter');
	assert.equal(await focused(), 'end', 'the button at the end is gone from under the keyboard');
});

test('the page has a language, a title, one heading of its own and landmarks', async (t) => {
	const { page, run } = await start(t);

	assert.equal(await page.getAttribute('html', 'lang'), 'en');
	assert.ok((await page.title()).includes(run.head.title));
	assert.equal(await page.locator('h1').count(), 1);
	assert.equal(await page.locator('main').count(), 1);
	const levels = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1])));
	levels.reduce((before, level) => {
		assert.ok(level <= before + 1, `a heading of level ${level} follows one of level ${before}`);
		return level;
	});
	assert.equal(await page.evaluate(() => {
		const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
		return ids.length - new Set(ids).size;
	}), 0, 'an id is there twice');
});
