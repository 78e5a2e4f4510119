// SPDX-License-Identifier: MIT
// What a page shows: read off its elements, whose names stand on top of lib/render/page/page.js.

// Installed in the page.
function install() {
	const text = (root, selector) => root.querySelector(selector)?.textContent ?? null;
	const isSeen = (element) => element !== null && element.closest('[hidden]') === null;

	const host = (root) => ({
		name: root.dataset.host,
		connection: root.dataset.connection ?? null,
		state: text(root, 'h3 .state'),
		hasTcb: root.querySelector('.tcb') !== null,
		lit: [...root.querySelectorAll('[data-state].current')].map((one) => one.dataset.state),
		isDown: isSeen(root.querySelector('h3 .down')),
		vars: Object.fromEntries([...root.querySelectorAll('.tcb [data-var]')].map((row) => [row.dataset.var, text(row, '.value')])),
		changed: [...root.querySelectorAll('.tcb .changed')].map((row) => [row.dataset.var, text(row, '.was')]),
		timers: [...root.querySelectorAll('.timer')].map((timer) => [timer.dataset.timer, text(timer, '.timer-left')]),
	});
	const invariants = (root, status) => [...root.querySelectorAll(`.invariant[data-status=${status}]`)].map((one) => one.dataset.name);

	// Of the ladder: the last record in it that has happened, the first that has not, and the one that is lit.
	const ladder = (root) => {
		let farthest = -1, nearest = Infinity, now = -1;
		for (const rung of root.querySelectorAll('.ladder.wide [data-record]')) {
			const record = Number(rung.dataset.record);
			if (rung.classList.contains('future'))
				nearest = Math.min(nearest, record);
			else
				farthest = Math.max(farthest, record);
			if (rung.classList.contains('now'))
				now = Math.max(now, record);
		}
		return { farthest, nearest, now };
	};

	const one = (root) => ({
		number: Number(root.dataset.case),
		record: Number(root.dataset.record),
		what: text(root, '.what'),
		rule: text(root, '.rule-name'),
		hosts: [...root.querySelectorAll('section.host')].map(host),
		channel: [...root.querySelectorAll('.channel li[data-packet]')].map((item) => [Number(item.dataset.packet), text(item, '.name')]),
		badge: text(root, '.channel .badge'),
		broken: invariants(root, 'broken').sort(),
		hold: invariants(root, 'hold').length,
		toCome: [...root.querySelectorAll('.outcome.to-come')].map((outcome) => Number(outcome.dataset.line)),
		...ladder(root),
	});

	const shown = () => ({
		step: Number(document.body.dataset.step),
		time: text(document, '#time'),
		slider: Number(document.querySelector('#slider').value),
		said: [...document.querySelectorAll('#now .said')].map((words) => words.textContent),
		lines: [...document.querySelectorAll('.scenario .line.current')].map((line) => Number(line.dataset.line)),
		cases: [...document.querySelectorAll('.case')].filter(isSeen).map(one),
	});

	// Everything shown at this moment, and after each of `n` clicks on a button.
	const walk = (button, n) => {
		const all = [shown()];
		for (let i = 0; i < n; i++) {
			document.querySelector(button).click();
			all.push(shown());
		}
		return all;
	};
	// There and back again: what was shown on the way there, and at which steps something else was shown on the way back.
	const roundTrip = (n) => {
		const there = walk('#forward', n);
		const back = walk('#back', n).reverse();
		return { there, others: there.flatMap((one, step) => (JSON.stringify(one) === JSON.stringify(back[step]) ? [] : [step])) };
	};
	globalThis.tcpsimShown = { shown, walk, roundTrip };
}

export async function shown(page) {
	await page.evaluate(install);
	return page.evaluate(() => globalThis.tcpsimShown.shown());
}

export async function walk(page, button, n) {
	await page.evaluate(install);
	return page.evaluate(([one, times]) => globalThis.tcpsimShown.walk(one, times), [button, n]);
}

export async function roundTrip(page, n) {
	await page.evaluate(install);
	return page.evaluate((times) => globalThis.tcpsimShown.roundTrip(times), n);
}
