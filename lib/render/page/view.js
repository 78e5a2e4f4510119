/* SPDX-License-Identifier: MIT */
/* What the page shows of a case at a moment. All text goes in as text; nothing here decides what happens. */

/* Packets and connections that are listed at once. */
const MOST_LISTED = 12;

function setText(element, text) {
	if (element.textContent !== text)
		element.textContent = text;
}

function make(name, className, text = "") {
	const element = document.createElement(name);
	element.className = className;
	element.textContent = text;
	return element;
}

/* A bar of which so much is full; only its own transform changes from frame to frame. */
function makeBar() {
	const bar = make("span", "progress");
	bar.append(make("span", "fill"));
	bar.setAttribute("aria-hidden", "true");
	return bar;
}

function fillBar(bar, share) {
	bar.firstElementChild.style.transform = `scaleX(${Math.min(1, Math.max(0, share)).toFixed(4)})`;
}

/* A list of which as many elements as needed are kept, and filled in anew. */
class Listing {
	constructor(list, makeItem, fillItem) {
		this.list = list;
		this.makeItem = makeItem;
		this.fillItem = fillItem;
		this.rest = make("li", "rest");
		this.items = [];
	}

	show(things, most = MOST_LISTED) {
		const shown = things.slice(0, most);

		while (this.items.length > shown.length)
			this.items.pop().remove();
		while (this.items.length < shown.length) {
			const item = this.makeItem();
			this.items.push(item);
			this.list.insertBefore(item, this.rest.isConnected ? this.rest : null);
		}
		shown.forEach((thing, i) => this.fillItem(this.items[i], thing));
		if (things.length > shown.length) {
			setText(this.rest, `and ${things.length - shown.length} more`);
			this.list.append(this.rest);
		} else {
			this.rest.remove();
		}
	}
}

/* Let an element that is no button be one, for the mouse and for the keyboard. */
function makeButton(element, act) {
	element.classList.add("jump");
	element.setAttribute("role", "button");
	element.setAttribute("tabindex", "0");
	element.addEventListener("click", act);
	element.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" && event.key !== " ")
			return;
		act(event);
		event.preventDefault();
		event.stopPropagation();
	});
}

/* A threshold that no loss has lowered yet. */
const NO_THRESHOLD = 4294967295;

/* How a variable of a TCB is written; in CLOSED there is no TCB (RFC 9293 3.3.2). */
function variableText(name, vars) {
	const value = vars[name];

	if (value === undefined || value === null || vars.state === "CLOSED")
		return "";
	if (name === "ssthresh" && value === NO_THRESHOLD)
		return "none yet";
	if (name.endsWith("_us"))
		return value === 0 ? "" : span(value);
	return String(value);
}

class HostView {
	constructor(root, host, trace, go) {
		this.root = root;
		this.host = host;
		this.trace = trace;
		this.pinned = null;
		this.state = root.querySelector(".state");
		this.down = root.querySelector(".down");
		this.which = root.querySelector(".which");
		this.user = root.querySelector(".user");
		this.cells = [...root.querySelectorAll(".tcb [data-var]")].map((row) => ({
			row, name: row.dataset.var, value: row.querySelector(".value"), was: row.querySelector(".was"),
		}));
		this.hideUnused();
		this.marked = [];
		const states = root.querySelector(".states");
		this.diagram = states === null ? null :
			new DiagramView(states, host.name, (state, isBack) => go.toState(this, state, isBack));
		this.bindLists(go);
	}

	/* What none of its TCBs ever says needs no row. */
	hideUnused() {
		const used = new Set();

		for (const connection of this.host.connections) {
			for (const vars of connection.after) {
				for (const { name } of this.cells) {
					if (variableText(name, vars) !== "" && vars[name] !== 0)
						used.add(name);
				}
			}
		}
		for (const { row, name } of this.cells)
			row.hidden = !used.has(name);
	}

	bindLists(go) {
		const connections = this.root.querySelector(".connections");
		const timers = this.root.querySelector(".timers");

		this.connectionsList = connections;
		this.connections = connections === null ? null : new Listing(connections, () => {
			const item = make("li", "");
			const button = make("button", "connection");
			button.type = "button";
			item.append(button);
			button.addEventListener("click", () => {
				this.pinned = this.pinned === button.connection ? null : button.connection;
				go.again();
			});
			return item;
		}, (item, { connection, state, isShown }) => {
			const button = item.firstElementChild;
			button.connection = connection;
			setText(button, `${connection.name} ${state}`);
			button.setAttribute("aria-pressed", String(isShown));
		});
		this.timers = timers === null ? null : new Listing(timers, () => {
			const item = make("li", "timer");
			item.append(make("span", "timer-name"), makeBar(), make("span", "timer-left"));
			return item;
		}, (item, timer) => {
			item.timer = timer;
			item.dataset.timer = timer.name;
			setText(item.firstElementChild, timer.name);
		});
	}

	/* The connection whose TCB is shown: the one chosen, or the one that the last event was about. */
	connectionAt(n) {
		if (this.pinned !== null && this.pinned.at(n) >= 0)
			return this.pinned;
		return this.host.connectionAt(n);
	}

	show(n) {
		const connection = this.connectionAt(n);
		const at = connection?.at(n) ?? -1;
		const vars = at >= 0 ? connection.after[at] : CLOSED;
		const isNew = at >= 0 && connection.records[at] === n;

		this.vars = vars;
		if (this.state !== null) {
			setText(this.state, vars.state);
			this.state.dataset.state = vars.state;
		}
		this.root.dataset.connection = connection !== null ? String(connection.number) : "";
		this.down.hidden = !this.host.isDownAt(n);
		this.diagram?.showPast(n);
		this.diagram?.show(vars.state, connection?.from[at] ?? "", isNew && connection.before[at].state !== vars.state);
		if (this.which !== null)
			setText(this.which, vars.state === "CLOSED" ? `no TCB${connection !== null ? ` of ${connection.name} any more` : " yet"}` :
				`(${connection.name})`);
		this.showVariables(vars, isNew ? (at > 0 ? connection.after[at - 1] : CLOSED) : vars);
		this.showTimers(vars, at >= 0 ? connection.since[at] : {});
		this.showConnections(n, connection);
		this.showUser(n);
	}

	showVariables(vars, was) {
		for (const { row, was: cell } of this.marked) {
			row.classList.remove("changed");
			cell.textContent = "";
		}
		this.marked = [];
		for (const cell of this.cells) {
			const text = variableText(cell.name, vars);
			const before = variableText(cell.name, was);

			setText(cell.value, text);
			if (text === before || (text === "" && before === "0"))
				continue;
			cell.row.classList.add("changed");
			cell.was.textContent = before === "" ? "new" : `was ${before}`;
			this.marked.push(cell);
		}
	}

	showTimers(vars, since) {
		const running = Object.entries(vars.timers).filter(([, deadline]) => typeof deadline === "number")
			.map(([name, deadline]) => ({ name, deadline, since: since[name] ?? 0 }))
			.sort((a, b) => a.deadline - b.deadline);
		this.timers?.show(running);
	}

	showConnections(n, current) {
		if (this.connections === null || this.host.connections.length < 2)
			return;
		const there = [];
		for (const connection of this.host.connections) {
			const at = connection.at(n);
			if (at < 0)
				continue;
			const { state } = connection.after[at];
			if (state !== "CLOSED" || connection === current)
				there.push({ connection, state, isShown: connection === current });
		}
		this.connectionsList.hidden = there.length < 2;
		this.connections.show(there.length < 2 ? [] : there);
	}

	showUser(n) {
		const at = lastUpTo(this.host.told, n);
		const record = at >= 0 ? this.trace.records[this.host.told[at]] : null;

		this.user.hidden = record === null;
		setText(this.user, record !== null ? `${seconds(record.time_us)} s: ${eventWords(record)}` : "");
	}

	/* What the clock alone changes. */
	tick(nowUs) {
		for (const item of this.timers?.items ?? []) {
			const { deadline, since } = item.timer;
			const left = Math.max(0, deadline - nowUs);

			fillBar(item.children[1], left / Math.max(1, deadline - since));
			setText(item.lastElementChild, span(left));
		}
	}
}

/* A packet under way. */
function fillPacket(item, packet, n) {
	const hold = [...packet.held].reverse().find((record) => record.n <= n);
	const { departed } = packet;

	item.packet = packet;
	item.dataset.packet = String(packet.number);
	item.dataset.from = packet.from;
	item.dataset.to = packet.to;
	setText(item.querySelector(".name"), packet.name);
	setText(item.querySelector(".notation"), packet.notation);
	setText(item.querySelector(".way"), `${packet.from} → ${packet.to}`);
	item.classList.toggle("held", hold !== undefined);
	const until = hold?.until_us;
	const words = hold === undefined ? "" : typeof until === "number" ? `held until ${seconds(until)} s` : "held back";
	const copied = departed.kind === "copy" ? "a copy" : departed.kind === "inject" ? "made by hand" : "";
	setText(item.querySelector(".fate"), [copied, words].filter((part) => part !== "").join(", "));
}

function makePacket() {
	const item = make("li", "");
	item.append(make("span", "name"), make("code", "notation"), make("span", "way"), makeBar(), make("span", "fate"));
	return item;
}

class CaseView {
	constructor(root, trace, go) {
		const find = (selector) => root.querySelector(selector);

		this.root = root;
		this.trace = trace;
		this.at = -1;
		this.what = find(".what");
		this.rule = find(".rule");
		this.badge = find(".channel .badge");
		this.channel = new Listing(find(".channel ul"), makePacket, (item, packet) => fillPacket(item, packet, this.at));
		this.ladders = [...root.querySelectorAll(".drawing")].map((ladder) =>
			new LadderView(ladder, trace, (record) => go.toRecord(this, record)));
		this.hosts = [...root.querySelectorAll("section.host")].map((host) => new HostView(host, trace.hosts.get(host.dataset.host),
			trace, { toState: (view, state, isBack) => go.toState(this, view.host, state, isBack), again: go.again }));
		this.stands = this.hosts.filter((host) => host.diagram !== null).map((host) => {
			const stand = make("span", "stand");
			stand.append(make("span", "", host.host.name), " ", make("span", "state"));
			find(".stands").append(stand);
			return { host, state: stand.lastElementChild };
		});
		this.bindVerdicts(go);
		for (const element of root.querySelectorAll(".needs-script"))
			element.hidden = false;
	}

	bindVerdicts(go) {
		this.invariants = [...this.root.querySelectorAll(".invariant[data-status='broken']")].map((element) => ({
			element,
			record: Number(element.dataset.at ?? this.trace.last),
			status: element.querySelector(".status"),
		}));
		this.outcomes = [...this.root.querySelectorAll(".outcome")].map((element) => ({
			element, record: Number(element.dataset.at ?? this.trace.last),
		}));
		this.badges = ["outcomes", "invariants"].map((name) => this.root.querySelector(`.${name} .badge`))
			.map((element) => ({ element, whole: element?.textContent ?? "" }));
		for (const { element, record } of [...this.outcomes, ...this.invariants]) {
			makeButton(element.querySelector("code"), () => go.toRecord(this, record));
		}
	}

	/* Show the moment behind a record, -1 is before the first. */
	show(n, nowUs) {
		this.at = n;
		this.root.dataset.record = String(n);
		this.root.classList.toggle("stepped", n >= 0 || nowUs > 0);
		const record = this.trace.records[n];
		const packets = this.trace.underWay(n);

		setText(this.what, record !== undefined ? sentence(this.trace, record) : "Nothing has happened yet.");
		this.showRule(record);
		for (const ladder of this.ladders)
			ladder.show(n, packets);
		for (const host of this.hosts)
			host.show(n);
		for (const { host, state } of this.stands) {
			setText(state, host.down.hidden ? host.vars.state : `${host.vars.state} (down)`);
			state.dataset.state = host.vars.state;
		}
		this.channel.show(packets);
		setText(this.badge, packets.length === 0 ? "nothing" : count(packets.length, "packet"));
		this.showVerdicts(n);
		this.tick(nowUs);
	}

	/* What is decided up to a record, and at the end all of it. */
	showVerdicts(n) {
		const met = this.outcomes.filter(({ element, record }) => record <= n && element.classList.contains("pass")).length;
		const broken = this.invariants.filter(({ record }) => record <= n).length;
		const all = this.root.querySelectorAll(".invariant").length;
		const words = [`${met} of ${this.outcomes.length} met so far`,
			broken > 0 ? `${broken} broken, ${all - broken} hold so far` : `all ${all} hold so far`];

		this.badges.forEach(({ element, whole }, i) => {
			if (element !== null)
				setText(element, n >= this.trace.last ? whole : words[i]);
		});
		for (const { element, record: at } of this.outcomes)
			element.classList.toggle("to-come", at > n);
		for (const { element, record: at, status } of this.invariants) {
			const isBroken = at <= n;
			element.dataset.status = isBroken ? "broken" : "hold";
			setText(status, isBroken ? `broken since ${seconds(this.trace.times[at] ?? 0)} s` : "holds so far");
		}
	}

	showRule(record) {
		const ended = record !== undefined ? this.trace.because(record.n, (one) => one.rule !== undefined) : null;
		const row = ended !== null ? findRule(ended.rule) : null;

		this.rule.replaceChildren();
		if (ended === null) {
			this.rule.append(make("span", "faint", record !== undefined ? "No rule of TCP has a part in it." : ""));
			return;
		}
		const also = (ended.fired ?? []).filter((name) => name !== ended.rule);
		if (ended !== record)
			this.rule.append(make("span", "faint", record.kind === "send" ? "Sent by rule " : "Follows from: rule "));
		this.rule.append(make("code", "rule-name", ended.rule),
			make("span", "faint", row !== null ? ` ${row.place}: ` : " "),
			make("span", "", row !== null ? row.words : ""));
		if (also.length > 0)
			this.rule.append(make("span", "faint also", ` Also: ${also.join(", ")}.`));
		this.root.dataset.rule = ended.rule;
	}

	/* What the clock alone changes. */
	tick(nowUs) {
		for (const item of this.channel.items) {
			const { departed, endUs } = item.packet;
			const way = endUs !== null ? (nowUs - departed.time_us) / Math.max(1, endUs - departed.time_us) : 0;
			fillBar(item.children[3], way);
		}
		for (const host of this.hosts)
			host.tick(nowUs);
	}

	/* The line of the scenario from which a record comes, or 0. */
	lineAt(n) {
		return this.trace.because(n, (record) => record.line !== undefined)?.line ?? 0;
	}
}

/* What the page says of a rule, or null. */
function findRule(name) {
	const row = document.querySelector(`.rules [data-rule="${CSS.escape(name)}"]`);

	return row === null ? null :
		{ place: row.querySelector(".place").textContent, words: row.querySelector(".words").textContent };
}

/* The text of a scenario: the lines that are at work, each with the letters of the cases in which it is. */
class TextView {
	constructor(root) {
		this.root = root;
		this.scroller = root.querySelector(".scroll");
		this.lines = new Map([...root.querySelectorAll(".line")].map((line) => [Number(line.dataset.line), line]));
		this.lit = [];
	}

	/* Lines from which something comes lead there: `choose` is called with the number of one. */
	bind(numbers, choose) {
		for (const number of numbers) {
			const code = this.lines.get(number)?.querySelector("code");
			if (code !== null && code !== undefined)
				makeButton(code, () => choose(number));
		}
	}

	/* `lines`: pairs of a line's number and the letter of a case, "" for the only one. */
	show(lines) {
		for (const line of this.lit) {
			line.classList.remove("current");
			line.removeAttribute("aria-current");
			delete line.dataset.letters;
		}
		this.lit = [];
		for (const [number, letter] of lines) {
			const line = this.lines.get(number);
			if (line === undefined)
				continue;
			line.classList.add("current");
			line.setAttribute("aria-current", "true");
			line.dataset.letters = (line.dataset.letters ?? "") + letter;
			this.lit.push(line);
		}
		this.scrollTo(this.lit[0]);
	}

	scrollTo(line) {
		if (line === undefined || this.scroller.scrollHeight <= this.scroller.clientHeight + 1)
			return;
		const frame = this.scroller.getBoundingClientRect();
		const box = line.getBoundingClientRect();
		if (box.top < frame.top || box.bottom > frame.bottom)
			this.scroller.scrollBy({ top: box.top - frame.top - frame.height / 3 });
	}
}
