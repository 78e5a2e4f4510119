// SPDX-License-Identifier: MIT
// A saved trace, read by docs/trace-format.md and by nothing else: what every host, the network and the invariants are
// like behind each record. What the page shows is compared with this, so none of it is the page's own code.
const version = 3;

// What a TCB says that was never told of: "CLOSED and 0 in all".
const closed = {
	'state': 'CLOSED', 'synchronized': false, 'iss': 0, 'irs': 0, 'snd.una': 0, 'snd.nxt': 0, 'snd.wnd': 0, 'snd.up': 0,
	'snd.scale': 0, 'rcv.nxt': 0, 'rcv.wnd': 0, 'rcv.up': 0, 'rcv.scale': 0, 'unsent': 0, 'unread': 0, 'cwnd': 0, 'ssthresh': 0,
	'dup_acks': 0, 'mss': 0, 'rto_us': 0, 'srtt_us': 0, 'timers': {},
};

function merge(vars, difference = {}) {
	const timers = { ...vars.timers };
	for (const [name, deadline] of Object.entries(difference.timers ?? {})) {
		if (deadline === null)
			delete timers[name];
		else
			timers[name] = deadline;
	}
	for (const name of Object.keys(difference)) {
		if (!(name in closed))
			throw new Error(`a TCB has no ${name}`);
	}
	return { ...vars, ...difference, timers };
}

// The runs of a file: { head, records, end } each.
export function parse(text) {
	const runs = [];
	for (const line of text.split('\n').filter((one) => one !== '')) {
		const value = JSON.parse(line);
		if ('tcpsim-trace' in value) {
			if (value['tcpsim-trace'] !== version)
				throw new Error(`version ${value['tcpsim-trace']}`);
			runs.push({ head: { notes: [], case: '', hosts: [], title: '', ...value }, records: [], end: null });
		} else if ('verdict' in value && !('kind' in value)) {
			const { records } = runs.at(-1);
			runs.at(-1).end = { end_us: 0, outcomes: [], broken: [], warnings: [], ...value };
			// The end is told last, as if it were a record.
			records.push({ n: records.length, kind: 'end', time_us: Math.max(value.end_us ?? 0, records.at(-1)?.time_us ?? 0),
				verdict: value.verdict, connection: 0, local_port: 0 });
		} else {
			const record = { n: 0, time_us: 0, connection: 0, local_port: 0, ...value };
			if (record.n !== runs.at(-1).records.length)
				throw new Error(`record ${record.n} stands where ${runs.at(-1).records.length} should`);
			runs.at(-1).records.push(record);
		}
	}
	return runs;
}

// Packets enter the network with these, and are gone from it with those.
const enters = new Set(['send', 'inject', 'copy']);
const leaves = new Set(['arrive', 'drop']);

// The moments of a run, one more than it has records: moment m is behind the first m of them. Each has
//   time_us     0 in the first
//   record      the last that happened, or null
//   tcbs        a Map of `host connection local_port` to { host, connection, local_port, vars }
//   last        a Map of hosts to the key of the TCB that was told of last
//   underWay    the numbers of the packets in the network, in order of entering it
//   down        the hosts that are
//   changes     a Map of hosts to a Map of `FROM TO` to how often a TCB of theirs went that way
//   broken      the names of the invariants that are known not to hold
export function moments(run) {
	let now = { time_us: 0, record: null, tcbs: new Map(), last: new Map(), underWay: [], down: new Set(), broken: new Set(), changes: new Map() };
	const all = [now];

	for (const record of run.records) {
		now = { ...now, time_us: record.time_us, record };
		if (record.before !== undefined || record.after !== undefined || record.rule !== undefined)
			now = withTcb(now, record);
		if (record.packet !== undefined && enters.has(record.kind))
			now.underWay = [...now.underWay, record.packet];
		if (record.packet !== undefined && leaves.has(record.kind))
			now.underWay = now.underWay.filter((packet) => packet !== record.packet);
		if (record.kind === 'crash')
			now.down = new Set([...now.down, record.host]);
		if (record.kind === 'restart')
			now.down = new Set([...now.down].filter((host) => host !== record.host));
		const fresh = (run.end?.broken ?? []).filter((one) => (one.record ?? run.records.length - 1) === record.n);
		if (fresh.length > 0)
			now.broken = new Set([...now.broken, ...fresh.map((one) => one.invariant)]);
		all.push(now);
	}
	return all;
}

function withTcb(now, record) {
	const key = `${record.host} ${record.connection} ${record.local_port}`;
	const vars = now.tcbs.get(key)?.vars ?? closed;
	const before = merge(vars, record.before);
	const tcb = { host: record.host, connection: record.connection, local_port: record.local_port,
		vars: merge(before, record.after) };
	const way = `${before.state} ${tcb.vars.state}`;
	const ways = new Map(now.changes.get(record.host));

	if (before.state !== tcb.vars.state)
		ways.set(way, (ways.get(way) ?? 0) + 1);

	return { ...now, changes: new Map([...now.changes, [record.host, ways]]), tcbs: new Map([...now.tcbs, [key, tcb]]), last: new Map([...now.last, [record.host, key]]) };
}

// The steps of several runs side by side, merged by time: of each step the moment of every run. At one time the first records
// of all runs are one step, then the second ones, and so on; the first step is before anything happened.
export function merged(runs) {
	const times = [...new Set(runs.flatMap((run) => run.records.map((record) => record.time_us)))].sort((a, b) => a - b);
	const before = runs.map(() => 0);
	const steps = [[...before]];

	for (const time of times) {
		const until = runs.map((run, i) => {
			let end = before[i];
			while (end < run.records.length && run.records[end].time_us === time)
				end++;
			return end;
		});
		for (let more = true; more;) {
			more = false;
			runs.forEach((run, i) => {
				if (before[i] < until[i]) {
					before[i]++;
					more = true;
				}
			});
			if (more)
				steps.push([...before]);
		}
	}
	return steps;
}
