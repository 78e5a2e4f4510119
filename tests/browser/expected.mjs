// SPDX-License-Identifier: MIT
// What a page has to show at a step, said from the trace alone (trace.mjs), and what it shows held against that.

// A time of the page in microseconds: `0.05 s`, `1 min 30 s`, `23 h 58 min`; and how much finer it could have been said.
const units = { 'µs': 1, 'ms': 1e3, 's': 1e6, 'min': 60e6, 'h': 3600e6, 'd': 86400e6 };

export function microseconds(text) {
	let us = 0, grain = 0;
	if (!/^(\d+(\.\d+)? (µs|ms|s|min|h|d) ?)+$/.test(text ?? ''))
		return { us: NaN, grain: 0 };
	for (const [, digits, unit] of text.matchAll(/([\d.]+) ([^\d ]+)/g)) {
		us += Math.round(Number(digits) * units[unit]);
		grain = units[unit] / 10 ** (digits.split('.')[1] ?? '').length;
	}
	return { us, grain };
}

function isTime(text, us) {
	const said = microseconds(text);
	return Math.abs(said.us - us) <= said.grain;
}

// The diagram has the ways that were gone up to this moment, counted, and the states at their ends.
function wayDifferences(host, moment, wrong) {
	const expected = new Map(moment.changes.get(host.name));
	const counts = new Map();
	for (const [edge, title] of host.ways)
		counts.set(edge, (counts.get(edge) ?? 0) + Number(/, (\d+) times?$/.exec(title)?.[1]));
	const words = (map) => [...map].map(([edge, n]) => `${edge} ${n}`).sort().join(', ');

	if (words(counts) !== words(expected))
		wrong(`the diagram of ${host.name} has ${words(counts)}, not ${words(expected)}`);
	for (const edge of host.listed.filter((one) => !expected.has(one)))
		wrong(`${host.name} has ${edge} below its diagram, which has not happened`);
	for (const state of new Set([...expected.keys()].flatMap((edge) => edge.split(' ')))) {
		if (!host.visited.includes(state))
			wrong(`the diagram of ${host.name} says that it was never ${state}`);
	}
	const states = new Set([...moment.tcbs.values()].filter((tcb) => tcb.host === host.name).map((tcb) => tcb.vars.state));
	const known = new Set([...states, ...[...expected.keys()].flatMap((edge) => edge.split(' '))]);
	for (const state of host.visited.filter((one) => !known.has(one)))
		wrong(`the diagram of ${host.name} says that it was ${state}`);
}

// Differences between what is shown of a host and what its last TCB said, as sentences.
function hostDifferences(host, moment, timeUs, wrong) {
	const tcb = moment.tcbs.get(moment.last.get(host.name));
	const vars = tcb?.vars ?? { state: 'CLOSED', timers: {} };
	const running = Object.entries(vars.timers).sort(([, a], [, b]) => a - b);

	if (host.isDown !== moment.down.has(host.name))
		wrong(`${host.name} is shown ${host.isDown ? 'down' : 'up'}`);
	if (host.state !== vars.state)
		wrong(`${host.name} is shown in ${host.state}, not ${vars.state}`);
	// A host that never leaves CLOSED has nothing to show but that.
	if (!host.hasTcb) {
		if (vars.state !== 'CLOSED' || running.length > 0)
			wrong(`${host.name} shows no TCB`);
		return;
	}
	if (host.lit.join() !== vars.state)
		wrong(`the diagram of ${host.name} has ${host.lit} lit, not ${vars.state}`);
	if (host.connection !== String(tcb?.connection ?? ''))
		wrong(`${host.name} shows connection ${host.connection}, not ${tcb?.connection}`);
	wayDifferences(host, moment, wrong);
	if (/no TCB/.test(host.which) !== (vars.state === 'CLOSED'))
		wrong(`${host.name} is ${vars.state}, and its TCB is called ${host.which}`);
	for (const [name, text] of Object.entries(host.vars)) {
		const value = vars[name] ?? 0;
		// In CLOSED there is no TCB; a threshold that was never lowered is all ones.
		const isRight = vars.state === 'CLOSED' ? text === '' : text === '' ? value === 0 :
			name === 'ssthresh' && value === 2 ** 32 - 1 ? text === 'none yet' : name.endsWith('_us') ? isTime(text, value) : text === String(value);
		if (!isRight)
			wrong(`${name} of ${host.name} is shown as "${text}", not ${value}`);
	}
	for (const name of ['snd.una', 'snd.nxt', 'snd.wnd', 'rcv.nxt', 'rcv.wnd', 'iss', 'irs', 'rto_us', 'unsent', 'unread', 'cwnd', 'ssthresh',
		'srtt_us', 'mss', 'dup_acks', 'snd.up', 'rcv.up', 'snd.scale', 'rcv.scale']) {
		if (!(name in host.vars))
			wrong(`${host.name} does not show ${name}`);
	}
	if (host.timers.map(([name]) => name).join() !== running.map(([name]) => name).join())
		wrong(`${host.name} shows timers ${host.timers.map(([name]) => name)}, not ${running.map(([name]) => name)}`);
	host.timers.forEach(([name, left], i) => {
		if (running[i] !== undefined && !isTime(left, Math.max(0, running[i][1] - timeUs)))
			wrong(`timer ${name} of ${host.name} has ${left} left, not ${running[i][1] - timeUs} us`);
	});
}

// What this record changed is marked, with what it was before.
function changeDifferences(host, moment, previous, wrong) {
	const { record } = moment;
	const key = `${record.host} ${record.connection} ${record.local_port}`;
	const isNew = record.host === host.name && moment.last.get(host.name) === key && moment.tcbs.get(key) !== previous.tcbs.get(key);
	const was = isNew ? previous.tcbs.get(key)?.vars ?? {} : {};
	const is = isNew ? moment.tcbs.get(key).vars : {};
	const expected = Object.keys(host.vars).filter((name) => (is[name] ?? 0) !== (was[name] ?? 0)).sort();

	// A value of which nothing was said and the same value as a number are the same to a reader of the format.
	const marked = host.changed.filter(([name, words]) => !(words === 'new' && (is[name] ?? 0) === 0)).map(([name]) => name).sort();
	if (marked.join() !== expected.join())
		wrong(`${host.name} has ${marked} marked as changed, not ${expected}`);
	for (const [name, words] of host.changed) {
		if (words !== 'new' && !name.endsWith('_us') && words !== `was ${name === 'ssthresh' && was[name] === 2 ** 32 - 1 ? 'none yet' : was[name] ?? 0}`)
			wrong(`${name} of ${host.name}: "${words}", not was ${was[name]}`);
	}
}

// The record along the causes of `record`, itself the first, that has a member; or null.
function because(run, record, member) {
	let one = record;
	while (one !== null && one[member] === undefined)
		one = one.cause !== undefined ? run.records[one.cause] : null;
	return one;
}

function eventDifferences(shown, run, moment, wrong) {
	const { record } = moment;
	const rule = record !== null ? because(run, record, 'rule')?.rule ?? null : null;

	if (shown.rule !== rule)
		wrong(`the rule is shown as ${shown.rule}, not ${rule}`);
	if (record === null)
		return;
	// A rule that is that of a cause is said to be.
	if (rule !== null && record.rule === undefined && !shown.because.startsWith(record.kind === 'send' ? 'Sent by rule ' : 'Follows from: rule '))
		wrong(`"${shown.because}" takes the rule of a cause for its own`);
	if (record.kind === 'end' && !shown.what.includes({ pass: 'ends; as expected', fail: 'ends; not as expected',
		inconclusive: 'inconclusive' }[record.verdict]) && !/ends after .*; /.test(shown.what))
		wrong(`"${shown.what}" does not tell of the end, ${record.verdict}`);
	const name = record.kind === 'deliver' ? undefined : record.name;
	for (const words of [record.host, name, record.rule, record.after?.state]) {
		if (words !== undefined && !shown.what.includes(words))
			wrong(`"${shown.what}" does not tell of ${words}`);
	}
	const { us } = microseconds(shown.what.split(': ')[0]);
	if (us !== record.time_us)
		wrong(`"${shown.what}" is at ${record.time_us} us`);
}

// What has not happened yet is pale, what is under way flies, and what happens is lit, if the ladder has it.
function ladderDifferences(ladder, run, moment, wrong) {
	const drawn = run.records.some((record) => record.kind === 'send' || record.kind === 'inject');

	if (drawn && ladder.rungs === 0)
		wrong('the ladder is empty');
	if (ladder.wrong.length > 0)
		wrong(`the ladder shows ${ladder.wrong} as what they are not: future, or past`);
	if (ladder.rungs > 0 && ladder.flying.join() !== [...moment.underWay].sort((a, b) => a - b).join())
		wrong(`in the ladder ${ladder.flying} fly, not ${moment.underWay}`);
	if (ladder.about.length > 0 && ladder.lit.join(' ') !== ladder.about.join(' '))
		wrong(`the ladder has ${ladder.lit.join(' ')} lit, not ${ladder.about.join(' ')}`);
	if (ladder.lit.some(([first]) => first >= moment.index))
		wrong(`the ladder has ${ladder.lit.join(' ')} lit, which has not happened`);
}

// One case of a step. `moments` are all of its run.
export function caseDifferences(shown, run, moments, index, timeUs) {
	const moment = { ...moments[index], index };
	const found = [];
	const wrong = (words) => found.push(`record ${index - 1}${run.head.case !== '' ? ` of ${run.head.case}` : ''}: ${words}`);
	const names = new Map(run.records.filter((record) => record.packet !== undefined && record.name !== undefined)
		.map((record) => [record.packet, record.name]));
	const most = 12;

	if (shown.record !== index - 1)
		wrong(`the page is at record ${shown.record}`);
	for (const host of shown.hosts) {
		hostDifferences(host, moment, timeUs, wrong);
		if (host.hasTcb && index > 0)
			changeDifferences(host, moment, moments[index - 1], wrong);
	}
	if (shown.hosts.map((host) => host.name).join() !== run.head.hosts.map((host) => host.name).join())
		wrong(`the hosts are ${shown.hosts.map((host) => host.name)}`);
	if (shown.channel.map(([packet]) => packet).join() !== moment.underWay.slice(0, most).join())
		wrong(`under way are shown ${shown.channel.map(([packet]) => packet)}, not ${moment.underWay}`);
	for (const [packet, name] of shown.channel) {
		if (names.has(packet) && names.get(packet) !== name)
			wrong(`packet ${packet} is called ${name}, not ${names.get(packet)}`);
	}
	if (shown.broken.join() !== [...moment.broken].sort().join())
		wrong(`shown as broken: ${shown.broken}, not ${[...moment.broken]}`);
	if (shown.hold !== 21 - moment.broken.size)
		wrong(`${shown.hold} invariants are shown to hold`);
	const decided = (outcome) => outcome.record ?? run.records.length - 1;
	const toCome = run.end.outcomes.filter((outcome) => decided(outcome) > index - 1)
		.map((outcome) => outcome.line);
	if (shown.toCome.join() !== toCome.join())
		wrong(`lines ${shown.toCome} are not decided yet, not ${toCome}`);
	const met = run.end.outcomes.filter((outcome) => outcome.verdict === 'pass' && decided(outcome) <= index - 1).length;
	if (run.end.outcomes.length > 0 && !shown.met.startsWith(`${met} of ${run.end.outcomes.length} met`))
		wrong(`"${shown.met}" are met, not ${met}`);
	ladderDifferences(shown.ladder, run, moment, wrong);
	eventDifferences(shown, run, moment, wrong);
	return found;
}

// A whole step of all runs that are shown; `indices` says which moment each of them is at.
export function stepDifferences(shown, step, runs, moments, indices, before) {
	const timeUs = Math.max(...indices.map((index, i) => moments[i][index].time_us));
	const found = shown.cases.flatMap((one, i) => caseDifferences(one, runs[i], moments[i], indices[i], timeUs));
	const wrong = (words) => found.push(`step ${step}: ${words}`);
	const said = runs.map((_, i) => i).filter((i) => before !== undefined && indices[i] !== before[i]);
	const lines = new Set(runs.map((run, i) => {
		const { record } = moments[i][indices[i]];
		return record === null ? undefined : because(run, record, 'line')?.line;
	}).filter((line) => line !== undefined));

	if (shown.cases.length !== runs.length)
		wrong(`${shown.cases.length} cases are shown`);
	if (shown.step !== step || shown.slider !== step)
		wrong(`the page is at step ${shown.step}, its slider at ${shown.slider}`);
	if (microseconds(shown.time).us !== timeUs)
		wrong(`the time is shown as ${shown.time}, not ${timeUs} us`);
	if (step > 0 && shown.said.length !== said.length)
		wrong(`told are ${shown.said.length} sentences, not ${said.length}`);
	said.forEach((number, i) => {
		if (shown.said[i] !== undefined && !shown.said[i].includes(shown.cases[number].what))
			wrong(`told is "${shown.said[i]}", and shown "${shown.cases[number].what}"`);
	});
	if (shown.lines.join() !== [...lines].sort((a, b) => a - b).join())
		wrong(`lines ${shown.lines} are lit, not ${[...lines]}`);
	return found;
}
