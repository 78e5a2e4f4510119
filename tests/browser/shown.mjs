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
		ways: [...root.querySelectorAll('[data-edge].happened')].map((edge) => [edge.dataset.edge, text(edge, ':scope > title')]),
		listed: [...root.querySelectorAll('.beyond:not(.to-come)')].map((edge) => edge.dataset.edge),
		visited: [...new Set([...root.querySelectorAll('.states svg > .node.visited')].map((node) => node.dataset.state))].sort(),
		which: text(root, '.which'),
		isDown: isSeen(root.querySelector('h3 .down')),
		vars: Object.fromEntries([...root.querySelectorAll('.tcb [data-var]')].map((row) => [row.dataset.var, text(row, '.value')])),
		changed: [...root.querySelectorAll('.tcb .changed')].map((row) => [row.dataset.var, text(row, '.was')]),
		timers: [...root.querySelectorAll('.timer')].map((timer) => [timer.dataset.timer, text(timer, '.timer-left')]),
	});
	const invariants = (root, status) => [...root.querySelectorAll(`.invariant[data-status=${status}]`)].map((one) => one.dataset.name);

	// Of the ladder: what each of its elements is about (a packet: the records of its beginning and its end), and how it is shown.
	const ladder = (root) => {
		const number = (text) => (text === undefined ? null : Number(text));
		const rungs = [...root.querySelectorAll('.drawing.wide :is([data-record], [data-packet])')];
		const all = rungs.map((rung) => ({
			first: number(rung.dataset.from ?? rung.dataset.record),
			last: number(rung.dataset.to ?? rung.dataset.record ?? rung.dataset.from),
			packet: number(rung.dataset.packet),
			shown: ['future', 'now', 'flying'].filter((name) => rung.classList.contains(name)),
		}));
		const are = (name) => all.filter((rung) => rung.shown.includes(name));
		const at = number(root.dataset.record);
		return {
			rungs: all.length,
			wrong: all.filter((rung) => rung.shown.includes('future') !== rung.first > at).map((rung) => rung.first),
			flying: [...new Set(are('flying').map((rung) => rung.packet))].sort((a, b) => a - b),
			lit: are('now').map((rung) => [rung.first, rung.last]),
			about: all.filter((rung) => rung.first === at || rung.last === at).map((rung) => [rung.first, rung.last]),
		};
	};

	const one = (root) => ({
		number: Number(root.dataset.case),
		record: Number(root.dataset.record),
		what: text(root, '.what'),
		rule: text(root, '.rule-name'),
		because: text(root, '.rule'),
		met: text(root, '.outcomes .badge'),
		hosts: [...root.querySelectorAll('section.host')].map(host),
		channel: [...root.querySelectorAll('.channel li[data-packet]')].map((item) => [Number(item.dataset.packet), text(item, '.name')]),
		badge: text(root, '.channel .badge'),
		broken: invariants(root, 'broken').sort(),
		hold: invariants(root, 'hold').length,
		toCome: [...root.querySelectorAll('.outcome.to-come')].map((outcome) => Number(outcome.dataset.line)),
		ladder: ladder(root),
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
