/* SPDX-License-Identifier: MIT */
/* A record as a sentence, a time as a person reads it. Words only: what happened stands in the record. */

/* Microseconds as seconds with the decimals that they need, two at least: `0.05 s`. */
function seconds(us) {
	const whole = Math.trunc(us / 1e6);
	let part = String(Math.abs(us % 1e6)).padStart(6, "0");

	while (part.length > 2 && part.endsWith("0"))
		part = part.slice(0, -1);
	return `${us < 0 && whole === 0 ? "-" : ""}${whole}.${part}`;
}

/* A span of time for people: `50 ms`, `1.05 s`, `23 h 58 min`. */
function span(us) {
	if (us < 1000)
		return `${Math.round(us)} µs`;
	if (us < 1e6)
		return `${Number((us / 1e3).toFixed(us < 1e4 ? 1 : 0))} ms`;
	if (us < 120e6)
		return `${(us / 1e6).toFixed(us < 1e7 ? 2 : 1)} s`;
	const units = [["d", 86400e6], ["h", 3600e6], ["min", 60e6], ["s", 1e6]];
	/* A day is 24 h, as in ladders; two are 2 d. */
	const first = units.findIndex(([unit, length]) => us >= (unit === "d" ? 2 : 1) * length);
	const parts = units.slice(first, first + 2).map(([unit, length], i, all) => {
		const count = Math.floor(i === 0 ? us / length : (us % all[0][1]) / length);
		return i > 0 && count === 0 ? "" : `${count} ${unit}`;
	});
	return parts.filter((part) => part !== "").join(" ");
}

/* Octets, of which each character is one, as the text that they are, in UTF-8 or else in Latin 1. */
function textOf(octets) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(octets, (c) => c.charCodeAt(0)));
	} catch {
		return octets;
	}
}

/* Octets in quotes; the middle of many is left out. */
function quoted(octets, most = 32) {
	const text = [...textOf(octets.slice(0, 4096))];
	const shown = octets.length > 4096 || text.length > most ?
		[...text.slice(0, most - 8), "…", ...[...textOf(octets.slice(-32))].slice(-6)] : text;
	return `"${shown.join("").replace(/\p{C}/gu, "·")}"`;
}

function count(n, noun) {
	return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

const DROPS = {
	"fault": "the scenario loses it",
	"loss": "lost by chance",
	"cut": "the link is cut",
	"expired": "it is older than MSL",
	"host-down": "the host is down",
	"queue": "the link's queue is full",
	"checksum": "its checksum is wrong",
	"no-route": "there is no way to that host",
	"quiet": "the host keeps quiet after its restart",
	"mtu": "it is larger than the link's MTU",
	"malformed": "its headers make no sense",
	"buffer": "there is no room in the socket's buffer",
	"no-port": "nobody has bound that port",
	"backlog": "the listener's backlog is full",
	"ttl": "it came further than its time to live",
	"congestion": "the link is congested",
	"nobody": "nobody wants to know of it",
};

const VERDICTS = {
	"pass": "as expected",
	"fail": "not as expected",
	"inconclusive": "inconclusive",
};

const PURPOSES = {
	"retransmission": "a retransmission",
	"window-probe": "a probe of the window",
	"keepalive-probe": "a keepalive probe",
	"challenge": "a challenge ACK",
	"reset": "a reset",
};

function packetName(record) {
	return record.name ?? `packet ${record.packet}`;
}

function callWords(record) {
	const to = record.peer !== undefined && record.peer !== record.host ?
		` to ${record.peer}${record.peer_port !== undefined ? `:${record.peer_port}` : ""}` : "";
	const port = to === "" && record.local_port !== undefined && record.what === "listen" ?
		` on port ${record.local_port}` : "";
	const octets = typeof record.octets === "string" && record.octets !== "" ?
		` of ${count(record.octets.length, "octet")} ${quoted(record.octets)}` : "";
	const words = record.words !== undefined ? ` ${record.words}` : "";
	const failed = record.error !== undefined && record.error !== "none" ? `, answered by error ${record.error}` : "";

	return `the user calls ${record.what}${words}${octets}${port}${to}${failed}`;
}

function socketWords(record) {
	const asked = record.words !== undefined ? ` ${record.words}` : "";
	const of = record.descriptor !== undefined && record.descriptor >= 0 ? ` on descriptor ${record.descriptor}` : "";
	const waits = record.result === "EAGAIN" || record.result === "EINPROGRESS";
	const result = waits ? ", and waits" : `, which returns ${record.result ?? 0}`;

	return `the program calls ${record.what}()${asked}${of}${result}`;
}

/* What a record says, without when and where. */
function eventWords(record) {
	const until = record.until_us;

	switch (record.kind) {
	case "call":
		return callWords(record);
	case "socket":
		return socketWords(record);
	case "send": {
		const purpose = PURPOSES[record.purpose];
		return `${packetName(record)} leaves for ${record.peer}${purpose !== undefined ? ` (${purpose})` : ""}`;
	}
	case "inject":
		return `${packetName(record)} enters the network, made by hand, as if from ${record.host} to ${record.peer}`;
	case "arrive":
		return `${packetName(record)} arrives`;
	case "drop":
		return record.packet === undefined ? `nothing is sent: ${DROPS[record.what] ?? record.what}` :
			`${packetName(record)} is lost: ${DROPS[record.what] ?? record.what}`;
	case "hold":
		return `${packetName(record)} is held ${typeof until === "number" ? `until ${seconds(until)} s` : "back"}`;
	case "copy":
		return `${packetName(record)} is made${typeof until === "number" ? `, due at ${seconds(until)} s` : ""}`;
	case "corrupt":
		return `${packetName(record)} is damaged on its way`;
	case "mark":
		return `${packetName(record)} is marked with CE`;
	case "timer":
		return `the ${record.what} timer expires`;
	case "armed":
		return `the ${record.what} timer ${record.again ? "restarts" : "starts"}` +
			(typeof until === "number" ? `, due at ${seconds(until)} s` : "");
	case "stopped":
		return `the ${record.what} timer stops`;
	case "deliver":
		return typeof record.octets === "string" ?
			`the user gets ${count(record.octets.length, "octet")} ${quoted(record.octets)}` : "the user gets text";
	case "signal":
		return `the user is told: ${record.what}` +
			(record.error !== undefined && record.error !== "none" ? ` (${record.error})` : "");
	case "crash":
		return "the host goes down";
	case "lost":
		return "a connection is gone with its host";
	case "restart":
		return `the host comes up again, without memory` +
			(typeof until === "number" && until > record.time_us ? `, quiet until ${seconds(until)} s` : "");
	case "cut":
		return `the link to ${record.peer} is cut`;
	case "mend":
		return `the link to ${record.peer} is mended`;
	case "end":
		return `the run ends${record.time_us >= 120e6 ? ` after ${span(record.time_us)}` : ""}` +
			(record.verdict !== undefined ? `; ${VERDICTS[record.verdict] ?? record.verdict}` : "");
	case "broken":
		return `a bug: ${record.words ?? "the TCB is not what it may be"}`;
	default:
		return record.kind;
	}
}

/* The change of state that a record tells of, or "". `trace` knows the TCBs. */
function stateChange(trace, record) {
	if (record.before?.state === undefined && record.after?.state === undefined)
		return "";
	const connection = trace.hosts.get(record.host)?.connection(record);
	const at = connection?.at(record.n) ?? -1;
	if (at < 0 || connection.records[at] !== record.n || connection.before[at].state === connection.after[at].state)
		return "";
	return `${connection.before[at].state} to ${connection.after[at].state}`;
}

/* All of it: `0.05 s: server: client SYN #1 arrives, LISTEN to SYN-RECEIVED, rule listen-syn`. */
function sentence(trace, record) {
	const parts = [eventWords(record), stateChange(trace, record)];
	const where = record.host !== undefined ? `${record.host}: ` : "";

	if (record.rule !== undefined)
		parts.push(`rule ${record.rule}`);
	return `${seconds(record.time_us)} s: ${where}${parts.filter((part) => part !== "").join(", ")}`;
}
