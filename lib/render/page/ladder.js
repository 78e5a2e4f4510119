/* SPDX-License-Identifier: MIT */
/*
 * The pictures, lit: elements say by attributes what they are about. A step touches only what changes with it, however
 * long the ladder is.
 */

/*
 * One drawing of a ladder. `choose` is called with the record that somebody clicks on. A packet is there from
 * data-from, the record with which it departs, and data-to is that of its end; anything else happens at data-record.
 */
class LadderView {
	constructor(root, trace, choose) {
		this.root = root;
		this.trace = trace;
		this.scroller = root.closest(".ladders");
		for (const words of root.querySelectorAll(".words.faint:not([data-record], [data-packet])")) {
			if (words.textContent === "(the run ends)")
				words.dataset.record = String(trace.last);
		}
		this.elements = [...root.querySelectorAll("[data-record], [data-packet]")]
			.map((element) => ({ element, record: this.beginOf(element) })).sort((a, b) => a.record - b.record);
		this.records = this.elements.map(({ record }) => record);
		this.shown = this.elements.length; /* so many of them have happened; all have, as long as nothing plays */
		this.lit = [];
		this.flying = new Map();
		this.note();
		this.bind(choose);
	}

	beginOf(element) {
		const { from, record, packet } = element.dataset;

		return Number(from ?? record ?? this.trace.packets.get(Number(packet))?.departed.n ?? 0);
	}

	/* Find what happens in a record, and what is drawn of a packet. */
	note() {
		this.happens = new Map();
		this.ofPacket = new Map();
		const add = (map, key, element) => map.set(key, [...map.get(key) ?? [], element]);

		for (const { element, record } of this.elements) {
			add(this.happens, record, element);
			if (element.dataset.to !== undefined)
				add(this.happens, Number(element.dataset.to), element);
			if (element.dataset.packet !== undefined)
				add(this.ofPacket, Number(element.dataset.packet), element);
		}
	}

	/* One of the segments is in the order of the Tab key; the arrow keys move between them. */
	bind(choose) {
		this.buttons = this.elements.filter(({ element }) => element.dataset.from !== undefined);
		this.buttons.forEach(({ element, record }, i) => {
			element.setAttribute("role", "button");
			element.setAttribute("tabindex", i === 0 ? "0" : "-1");
			element.setAttribute("aria-label", `Go to: ${sentence(this.trace, this.trace.records[record])}`);
		});
		this.elements.forEach(({ element }) => element.classList.add("jump"));
		this.root.querySelector("svg")?.setAttribute("role", "group");
		this.focused = 0;
		this.root.addEventListener("click", (event) => {
			const element = event.target.closest("[data-record], [data-packet]");
			if (element !== null)
				choose(this.targetOf(element));
		});
		this.root.addEventListener("keydown", (event) => this.onKey(event, choose));
	}

	/* A click on a packet goes to where it departs, and from there to where it ends. */
	targetOf(element) {
		const begin = this.beginOf(element);
		const end = this.trace.packets.get(Number(element.dataset.packet))?.ended?.n ?? begin;

		return this.record === begin ? end : begin;
	}

	onKey(event, choose) {
		const moves = { ArrowDown: 1, ArrowUp: -1 };
		const element = event.target.closest("[data-record], [data-packet]");

		if (element === null || event.ctrlKey || event.altKey || event.metaKey)
			return;
		if (event.key === "Enter" || event.key === " ") {
			choose(this.targetOf(element));
		} else if (moves[event.key] !== undefined) {
			const at = this.buttons.findIndex((button) => button.element === element);
			this.focus(Math.min(this.buttons.length - 1, Math.max(0, at + moves[event.key])));
			this.buttons[this.focused]?.element.focus();
		} else {
			return;
		}
		event.preventDefault();
		event.stopPropagation();
	}

	focus(i) {
		this.buttons[this.focused]?.element.setAttribute("tabindex", "-1");
		this.focused = i;
		this.buttons[i]?.element.setAttribute("tabindex", "0");
	}

	/* Show what has happened up to a record, light what happens in it, and what is under way: `packets`. */
	show(record, packets) {
		const next = lastUpTo(this.records, record) + 1;

		for (let i = Math.min(next, this.shown); i < Math.max(next, this.shown); i++)
			this.elements[i].element.classList.toggle("future", i >= next);
		this.shown = next;
		this.record = record;
		this.light(record);
		this.fly(packets);
	}

	light(record) {
		const lit = this.happens.get(record) ?? this.partOf(this.trace.records[record]);

		for (const element of this.lit)
			element.classList.remove("now");
		for (const element of lit)
			element.classList.add("now");
		this.lit = lit;
		this.scrollTo(lit[0]);
	}

	/* Where a record belongs that has nothing drawn of its own: to its packet, or to its cause. */
	partOf(record) {
		const packet = this.ofPacket.get(record?.packet);

		return packet ?? this.happens.get(record?.cause) ?? [];
	}

	fly(packets) {
		const flying = new Map(packets.map((packet) => [packet.number, this.ofPacket.get(packet.number) ?? []]));

		for (const [number, elements] of this.flying) {
			if (!flying.has(number))
				elements.forEach((element) => element.classList.remove("flying"));
		}
		for (const [number, elements] of flying) {
			if (!this.flying.has(number))
				elements.forEach((element) => element.classList.add("flying"));
		}
		this.flying = flying;
	}

	/* Bring it into sight within the ladder; the page stays where it is. */
	scrollTo(element) {
		if (element === undefined || this.scroller === null || this.root.offsetParent === null ||
			this.scroller.scrollHeight <= this.scroller.clientHeight + 1)
			return;
		const frame = this.scroller.getBoundingClientRect();
		const box = element.getBoundingClientRect();
		const margin = frame.height / 5;

		if (box.top < frame.top + margin)
			this.scroller.scrollBy({ top: box.top - frame.top - frame.height / 3 });
		else if (box.bottom > frame.bottom - margin)
			this.scroller.scrollBy({ top: Math.min(box.bottom - frame.bottom + frame.height / 3, box.top - frame.top - 8) });
	}
}

/* The numbers of records in an attribute. */
function recordsAt(element) {
	return (element.dataset.at ?? "").split(" ").filter((number) => number !== "").map(Number);
}

/* A way of a diagram, or its line in the list below: bold, and counted, as often as it was gone up to a record. */
class DiagramWay {
	constructor(element) {
		this.element = element;
		this.at = recordsAt(element);
		this.title = element.querySelector(":scope > title");
		this.name = this.title?.textContent.replace(/, \d+ times?$/, "") ?? "";
		this.isKey = element.classList.contains("key");
		this.words = [...element.children].filter((child) => child.localName === "text").pop() ?? null;
		this.isCounted = / ?×\d+$/.test(this.words?.textContent ?? "");
		this.count = this.at.length;
	}

	show(n) {
		const count = lastUpTo(this.at, n) + 1;

		if (count === this.count)
			return;
		this.count = count;
		this.element.classList.toggle("happened", count > 0);
		this.element.classList.toggle("to-come", count === 0);
		if (this.title !== null)
			this.title.textContent = `${this.name}, ${count} ${count === 1 ? "time" : "times"}`;
		if (this.isKey) {
			this.words.classList.toggle("strong", count > 0);
			this.words.classList.toggle("faint", count === 0);
		}
		if (this.isCounted)
			this.words.textContent = this.words.textContent.replace(/ ?×\d+$/, "") + (count > 0 ? ` ×${count}` : "");
	}
}

/* The diagram of one host. `choose` is called with the state that somebody clicks on, and whether backwards. */
class DiagramView {
	constructor(root, host, choose) {
		this.states = new Map();
		this.edges = new Map([...root.querySelectorAll("[data-edge]")].map((edge) => [edge.dataset.edge, edge]));
		this.lit = null;
		this.edge = null;
		this.ways = [...root.querySelectorAll("[data-at]:is([data-edge], .key)")].map((one) => new DiagramWay(one));
		this.beyond = root.querySelector(".beyond-title");
		this.words = root.querySelector("desc");
		for (const element of root.querySelectorAll("[data-state]")) {
			const state = element.dataset.state;
			this.states.set(state, [...this.states.get(state) ?? [], element]);
			makeButton(element, (event) => choose(state, event.shiftKey));
			element.setAttribute("aria-label", `${host}: next time in ${state}`);
		}
		this.bottom = (this.states.get("CLOSED") ?? []).filter((box) => box.closest("[data-edge]") === null)[1] ?? null;
		root.querySelector("svg")?.setAttribute("role", "group");
	}

	/* What was visited, and which ways were gone, up to a record. */
	showPast(n) {
		const visited = [];

		for (const way of this.ways)
			way.show(n);
		const gone = (edge) => this.ways.some(({ element, count }) => element.dataset.edge === edge && count > 0);
		for (const [state, boxes] of this.states) {
			boxes.forEach((box) => {
				const isEnd = state === "CLOSED" && box === this.bottom;
				const isThere = isEnd ? gone("LAST-ACK CLOSED") || gone("TIME-WAIT CLOSED") :
					box.dataset.at !== undefined && Number(box.dataset.at) <= n;
				if (box.closest("[data-edge]") === null)
					box.classList.toggle("visited", isThere);
				if (isThere && visited[visited.length - 1] !== state)
					visited.push(state);
			});
		}
		this.beyond?.classList.toggle("to-come",
			!this.ways.some(({ element, count }) => element.classList.contains("beyond") && count > 0));
		if (this.words !== null)
			setText(this.words, visited.length > 0 ? `Visited so far: ${visited.join(", ")}.` : "No state was visited so far.");
	}

	/* The state, and the one before it; the way between them is lit in the moment in which it is gone. CLOSED stands
	   twice: at the bottom it is where connections end that came all the way. */
	show(state, from, isChange) {
		const boxes = (this.states.get(state) ?? []).filter((box) => box.closest("[data-edge]") === null);
		const isEnd = from === "TIME-WAIT" || from === "LAST-ACK";
		const box = boxes[isEnd ? boxes.length - 1 : 0] ?? null;
		const edge = isChange ? this.edges.get(`${from} ${state}`) ?? null : null;

		if (box !== this.lit) {
			this.lit?.classList.remove("current");
			this.lit?.removeAttribute("aria-current");
			box?.classList.add("current");
			box?.setAttribute("aria-current", "true");
			this.lit = box;
		}
		if (edge !== this.edge) {
			this.edge?.classList.remove("current");
			edge?.classList.add("current");
			this.edge = edge;
		}
	}
}
