/* SPDX-License-Identifier: MIT */
/*
 * The pictures, lit: elements say by data-record, data-packet and data-state what they are about. A step touches only
 * what changes with it, however long the ladder is.
 */

/* One drawing of a ladder. `choose` is called with the record that somebody clicks on. */
class LadderView {
	constructor(root, trace, choose) {
		this.root = root;
		this.scroller = root.closest(".ladders");
		this.elements = [...root.querySelectorAll("[data-record]")]
			.map((element) => ({ element, record: Number(element.dataset.record) }))
			.sort((a, b) => a.record - b.record);
		this.records = this.elements.map(({ record }) => record);
		this.shown = this.elements.length; /* so many of them have happened; all have, as long as nothing plays */
		this.lit = [];
		this.trace = trace;
		this.bindKeys(choose);
	}

	/* One of the segments is in the order of the Tab key; the arrow keys move between them. */
	bindKeys(choose) {
		this.buttons = this.elements.filter(({ record }) => this.trace.records[record]?.packet !== undefined);
		this.buttons.forEach(({ element }, i) => {
			element.setAttribute("role", "button");
			element.setAttribute("tabindex", i === 0 ? "0" : "-1");
			element.classList.add("jump");
			if (!element.hasAttribute("aria-label"))
				element.setAttribute("aria-label", `Go to: ${sentence(this.trace, this.trace.records[this.buttons[i].record])}`);
		});
		this.root.querySelector("svg")?.setAttribute("role", "group");
		this.focused = 0;
		this.root.addEventListener("click", (event) => {
			const element = event.target.closest("[data-record]");
			if (element !== null)
				choose(Number(element.dataset.record));
		});
		this.root.addEventListener("keydown", (event) => this.onKey(event, choose));
	}

	onKey(event, choose) {
		const moves = { ArrowDown: 1, ArrowUp: -1 };
		const element = event.target.closest("[data-record]");

		if (element === null || event.ctrlKey || event.altKey || event.metaKey)
			return;
		if (event.key === "Enter" || event.key === " ") {
			choose(Number(element.dataset.record));
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

	/* Show what has happened up to a record, and light what happens in it. */
	show(record) {
		const next = lastUpTo(this.records, record) + 1;

		for (let i = Math.min(next, this.shown); i < Math.max(next, this.shown); i++)
			this.elements[i].element.classList.toggle("future", i >= next);
		this.shown = next;
		this.light(record);
	}

	light(record) {
		const source = this.trace.records[record];
		const lit = [];

		for (const { element } of this.lit)
			element.classList.remove("now");
		for (let i = lastUpTo(this.records, record); i >= 0 && this.records[i] === record; i--)
			lit.push(this.elements[i]);
		if (lit.length === 0 && source !== undefined)
			lit.push(...this.elementsOf(source));
		for (const { element } of lit)
			element.classList.add("now");
		this.lit = lit;
		this.scrollTo(lit[0]?.element);
	}

	/* What a record is a part of, if it has no element of its own: that of its packet, or of its cause. */
	elementsOf(record) {
		const packet = this.trace.packets.get(record.packet);
		const at = packet !== undefined ? packet.departed.n : record.cause;
		const found = [];

		if (at === undefined)
			return found;
		for (let i = lastUpTo(this.records, at); i >= 0 && this.records[i] === at; i--)
			found.push(this.elements[i]);
		return found;
	}

	/* Bring it into sight within the ladder; the page stays where it is. */
	scrollTo(element) {
		if (element === undefined || this.scroller === null || this.root.offsetParent === null)
			return;
		const frame = this.scroller.getBoundingClientRect();
		const box = element.getBoundingClientRect();
		const margin = frame.height / 5;

		if (this.scroller.scrollHeight <= this.scroller.clientHeight + 1)
			return;
		if (box.top < frame.top + margin)
			this.scroller.scrollBy({ top: box.top - frame.top - frame.height / 3 });
		else if (box.bottom > frame.bottom - margin)
			this.scroller.scrollBy({ top: box.bottom - frame.bottom + frame.height / 3 });
	}
}

/* The diagram of one host. `choose` is called with the state that somebody clicks on, and whether backwards. */
class DiagramView {
	constructor(root, host, choose) {
		this.states = new Map();
		this.lit = null;
		for (const element of root.querySelectorAll("[data-state]")) {
			const state = element.dataset.state;
			this.states.set(state, element);
			element.setAttribute("role", "button");
			element.setAttribute("tabindex", "0");
			element.setAttribute("aria-label", `${host}: next time in ${state}`);
			element.classList.add("jump");
			element.addEventListener("click", (event) => choose(state, event.shiftKey));
			element.addEventListener("keydown", (event) => {
				if (event.key !== "Enter" && event.key !== " ")
					return;
				choose(state, event.shiftKey);
				event.preventDefault();
				event.stopPropagation();
			});
		}
		root.querySelector("svg")?.setAttribute("role", "group");
	}

	show(state) {
		const element = this.states.get(state) ?? null;

		if (element === this.lit)
			return;
		this.lit?.classList.remove("current");
		this.lit?.removeAttribute("aria-current");
		element?.classList.add("current");
		element?.setAttribute("aria-current", "true");
		this.lit = element;
	}
}
