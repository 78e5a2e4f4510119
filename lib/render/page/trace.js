/* SPDX-License-Identifier: MIT */
/*
 * The trace, read: docs/trace-format.md. One Trace is one case. It knows what every record says, what every TCB said
 * behind it, and where every packet went; nothing here knows why.
 */

/* A TCB that was never told of, and what those fields are called that say when. */
const CLOSED = Object.freeze({ state: "CLOSED", timers: Object.freeze({}) });

/* What a TCB says when some of it has changed. */
function changed(vars, difference) {
	if (difference === undefined)
		return vars;
	const next = { ...vars, ...difference };
	if (difference.timers !== undefined)
		next.timers = { ...vars.timers, ...difference.timers };
	return next;
}

/* The last place in a list of rising numbers that is not above `number`, or -1. */
function lastUpTo(numbers, number) {
	let low = 0;
	let high = numbers.length;

	while (low < high) {
		const middle = (low + high) >> 1;
		if (numbers[middle] <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}

/* A connection of a host, or a port at which it listens: what its TCB said behind each of its records. */
class Connection {
	constructor(host, number, localPort) {
		this.host = host;
		this.number = number;
		this.localPort = localPort;
		this.records = [];
		this.before = [];
		this.after = [];
		this.since = [];
		this.from = [];
	}

	/* `from` is the state before that which it is in; `since` has for each timer when it was given its deadline. */
	add(record) {
		const last = this.after.length > 0 ? this.after[this.after.length - 1] : CLOSED;
		const before = changed(last, record.before);
		const after = changed(before, record.after);
		let since = this.since.length > 0 ? this.since[this.since.length - 1] : {};

		if (after.timers !== last.timers) {
			since = { ...since };
			for (const [timer, deadline] of Object.entries(after.timers)) {
				if (deadline !== last.timers[timer])
					since[timer] = record.time_us;
			}
		}
		this.from.push(after.state !== before.state ? before.state : this.from[this.from.length - 1] ?? "");
		this.records.push(record.n);
		this.before.push(before);
		this.after.push(after);
		this.since.push(since);
	}

	/* Where the list stands behind a record, or -1 before the first. */
	at(n) {
		return lastUpTo(this.records, n);
	}

	get name() {
		return this.number > 0 ? `connection ${this.number}` : `port ${this.localPort}`;
	}
}

/* A host: its connections, and which of them its events were about. */
class Host {
	constructor(name) {
		this.name = name;
		this.connections = [];
		this.byKey = new Map();
		this.records = [];   /* of events of connections */
		this.about = [];     /* the connection of each of them */
		this.upDown = [];    /* records of crashes and restarts */
		this.isDownFrom = [];
		this.told = [];      /* records of what its user got, or was told */
	}

	connection(record) {
		const number = record.connection ?? 0;
		const port = record.local_port ?? 0;
		const key = `${number}:${port}`;
		let connection = this.byKey.get(key);

		if (connection === undefined) {
			connection = new Connection(this, number, port);
			this.byKey.set(key, connection);
			this.connections.push(connection);
		}
		return connection;
	}

	add(record) {
		if (record.kind === "crash" || record.kind === "restart") {
			this.upDown.push(record.n);
			this.isDownFrom.push(record.kind === "crash");
		}
		if (record.kind === "deliver" || record.kind === "signal")
			this.told.push(record.n);
		if (record.before === undefined && record.after === undefined && record.rule === undefined)
			return;
		if (record.protocol !== undefined && record.before === undefined && record.after === undefined)
			return;
		const connection = this.connection(record);
		connection.add(record);
		this.records.push(record.n);
		this.about.push(connection);
	}

	isDownAt(n) {
		const at = lastUpTo(this.upDown, n);
		return at >= 0 && this.isDownFrom[at];
	}

	/* The connection that the last event up to a record was about, or null. */
	connectionAt(n) {
		const at = lastUpTo(this.records, n);
		return at >= 0 ? this.about[at] : null;
	}
}

/* A packet: the record with which it enters the network, those of what is done to it there, and that of its end. */
class Packet {
	constructor(record) {
		this.number = record.packet;
		this.name = record.name ?? `packet ${record.packet}`;
		this.notation = record.notation ?? "";
		this.from = record.host ?? "";
		this.to = record.peer ?? "";
		this.departed = record;
		this.held = [];
		this.ended = null;
	}

	/* When it arrives or is lost, if it ever does. */
	get endUs() {
		return this.ended !== null ? this.ended.time_us : null;
	}
}

class Trace {
	constructor(text) {
		const lines = text.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));

		this.head = lines[0];
		this.records = [];
		this.end = { end_us: 0, outcomes: [], broken: [] };
		this.hosts = new Map((this.head.hosts ?? []).map((host) => [host.name, new Host(host.name)]));
		this.packets = new Map();
		this.departures = []; /* packets in the order in which they entered the network */
		for (const line of lines.slice(1)) {
			if (line.kind !== undefined)
				this.add(line);
			else if (line["tcpsim-trace"] === undefined)
				this.end = { outcomes: [], broken: [], end_us: 0, ...line };
		}
		/* The end of the run is the last thing that is told, and it has a step of its own. */
		this.last = this.records.length;
		this.records.push({ n: this.last, kind: "end", verdict: this.end.verdict,
			time_us: Math.max(this.end.end_us ?? 0, this.records[this.last - 1]?.time_us ?? 0) });
		this.times = this.records.map((record) => record.time_us);
	}

	add(record) {
		record.n ??= 0;
		record.time_us ??= 0;
		this.records.push(record);
		this.hosts.get(record.host)?.add(record);
		if (record.packet !== undefined)
			this.addPacket(record);
	}

	addPacket(record) {
		const packet = this.packets.get(record.packet);

		switch (record.kind) {
		case "send":
		case "inject":
		case "copy":
			if (packet === undefined) {
				const fresh = new Packet(record);
				this.packets.set(record.packet, fresh);
				this.departures.push(fresh);
			}
			break;
		case "hold":
			packet?.held.push(record);
			break;
		case "arrive":
		case "drop":
			if (packet !== undefined)
				packet.ended ??= record;
			break;
		default:
			break;
		}
	}

	/* The packets that are in the network behind a record. */
	underWay(n) {
		const found = [];
		for (const packet of this.departures) {
			if (packet.departed.n > n)
				break;
			if (packet.ended === null || packet.ended.n > n)
				found.push(packet);
		}
		return found;
	}

	/* From a record back along its causes to the first that `has` what is looked for, or null. */
	because(n, has) {
		let record = this.records[n];
		for (let hops = 0; record !== undefined && hops <= this.records.length; hops++) {
			if (has(record))
				return record;
			record = record.cause !== undefined && record.cause < record.n ? this.records[record.cause] : undefined;
		}
		return null;
	}
}

/*
 * The steps of several traces, merged by time: a step is the j-th record of one moment in each of them. Step 0 is
 * before anything happened, and the end of a run counts as its last record; a trace that has no record in a step stands where it was.
 */
class Timeline {
	constructor(traces) {
		this.times = [0];
		this.ordinals = [0];  /* of a step within its moment, from 1 */
		this.positions = traces.map(() => [-1]);
		const next = traces.map(() => 0);

		for (;;) {
			const now = Math.min(...traces.map((trace, i) => trace.times[next[i]] ?? Infinity));
			if (now === Infinity)
				break;
			this.addMoment(traces, next, now);
		}
	}

	addMoment(traces, next, now) {
		for (let ordinal = 1; traces.some((trace, i) => trace.times[next[i]] === now); ordinal++) {
			this.times.push(now);
			this.ordinals.push(ordinal);
			traces.forEach((trace, i) => {
				if (trace.times[next[i]] === now)
					next[i]++;
				this.positions[i].push(next[i] - 1);
			});
		}
	}

	get length() {
		return this.times.length;
	}

	/* The step at which a record of a trace happens. */
	stepOf(trace, n) {
		let low = 0;
		let high = this.length - 1;

		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.positions[trace][middle] >= n)
				high = middle;
			else
				low = middle + 1;
		}
		return low;
	}

	/* The step of a moment: its `ordinal`-th, or its last without one. */
	stepAt(timeUs, ordinal) {
		const last = Math.max(0, lastUpTo(this.times, timeUs));

		if (ordinal === undefined || this.times[last] !== timeUs || last === 0)
			return last;
		return Math.min(last, last - this.ordinals[last] + Math.max(1, ordinal));
	}
}
