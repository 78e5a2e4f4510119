/* SPDX-License-Identifier: MIT */
/* Which cases stand side by side, at which step the page is, and how time passes while it plays. */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/* Cases beyond so many are not shown at first: then the first two are. */
const MOST_CASES = 4;
/* How long a step takes at speed 1, in milliseconds: to a timer's start or stop, within a moment, between two. */
const BRIEF_MS = 200;
const WITHIN_MS = 500;
const LEAST_MS = 700;
const MOST_MS = 2600;

class Player {
	constructor(traces, sections, texts) {
		this.traces = traces;
		this.texts = texts;
		this.step = 0;
		this.wanted = null; /* the moment to be at, which not all cases have; null is the start */
		this.speed = 1;
		this.unit = "record";
		this.isPlaying = false;
		this.listeners = [];
		this.views = traces.map((trace, i) => new CaseView(sections[i], trace, {
			toRecord: (view, record) => this.jump(this.stepOf(view, record)),
			toState: (view, host, state, isBack) => this.toState(view, host, state, isBack),
			again: () => this.show(),
		}));
		for (const text of texts) {
			const lines = traces.flatMap((trace, i) => (sections[i].dataset.text === text.root.dataset.text ?
				trace.records.flatMap(({ line }) => (line !== undefined ? [line] : [])) : []));
			text.bind(new Set(lines), (line) => this.toLine(text, line));
		}
		this.calm = matchMedia("(prefers-reduced-motion: reduce)");
		this.choose(traces.length > MOST_CASES ? [0, 1] : traces.map((_, i) => i));
	}

	/* Tell of every change: "step", "playing", "jump", "cases", or words that are to be said. */
	listen(listener) {
		this.listeners.push(listener);
	}

	tell(event, detail) {
		for (const listener of this.listeners)
			listener(event, detail);
	}

	/* Show these cases, by number, at the moment at which the page is. */
	choose(cases) {
		this.cases = cases;
		this.timeline = new Timeline(cases.map((i) => this.traces[i]));
		this.views.forEach((view, i) => {
			view.root.hidden = !cases.includes(i);
		});
		this.step = this.wanted === null ? 0 : this.timeline.stepAt(this.wanted.us, this.wanted.ordinal);
		this.show();
		this.tell("cases");
	}

	get nowUs() {
		return this.timeline.times[this.step];
	}

	get last() {
		return this.timeline.length - 1;
	}

	/* Where a case stands: its record, -1 before its first. */
	recordOf(i) {
		return this.timeline.positions[i][this.step];
	}

	show() {
		const lit = new Map(this.texts.map((text) => [text, []]));

		this.cases.forEach((number, i) => {
			const view = this.views[number];
			const line = view.show(this.recordOf(i), this.nowUs) ?? view.lineAt(this.recordOf(i));
			const text = this.texts.find((one) => one.root.dataset.text === view.root.dataset.text);
			if (text !== undefined && line > 0)
				lit.get(text).push([line, this.cases.length > 1 ? LETTERS[number % 26] : ""]);
		});
		for (const [text, lines] of lit)
			text.show(lines);
		this.tell("step");
	}

	/* On paper all of the run is there; the page stays at its step. */
	print(isPrinted) {
		for (const [i, number] of this.cases.entries()) {
			this.views[number].show(isPrinted ? this.traces[number].last : this.recordOf(i),
				isPrinted ? this.timeline.times[this.last] : this.nowUs);
		}
	}

	/* The sentences of the cases to which something happens in this step. */
	sentences() {
		const said = [];

		if (this.step === 0)
			return ["Nothing has happened yet: play, or step with the arrow keys."];
		this.cases.forEach((number, i) => {
			const at = this.recordOf(i);
			if (at === this.timeline.positions[i][this.step - 1])
				return;
			const words = sentence(this.traces[number], this.traces[number].records[at]);
			said.push(this.cases.length > 1 ? `${this.traces[number].head.case ?? LETTERS[number % 26]}: ${words}` : words);
		});
		return said;
	}

	goTo(step) {
		const next = Math.min(this.last, Math.max(0, step));

		if (next === this.step)
			return;
		this.step = next;
		this.wanted = next === 0 ? null :
			{ us: this.timeline.times[next], ordinal: this.timeline.ordinals[next] };
		this.show();
	}

	/* The same by choice of somebody who wants to come back: playing ends. */
	jump(step) {
		this.pause();
		this.tell("jump");
		this.goTo(step);
	}

	/* Whether a step is worth a stop in the unit that was chosen. */
	isStop(step, unit) {
		const { times } = this.timeline;

		if (step <= 0 || step >= this.last || unit === "record")
			return true;
		if (unit === "moment")
			return times[step + 1] !== times[step];
		return this.cases.some((number, i) => {
			const at = this.timeline.positions[i][step];
			const kind = this.traces[number].records[at]?.kind;
			return at !== this.timeline.positions[i][step - 1] && kind !== "armed" && kind !== "stopped";
		});
	}

	/* The next stop from here, forwards (1) or backwards (-1). */
	stopFrom(direction, unit = this.unit) {
		let step = this.step + direction;

		while (step > 0 && step < this.last && !this.isStop(step, unit))
			step += direction;
		return Math.min(this.last, Math.max(0, step));
	}

	move(direction, unit) {
		this.pause();
		this.goTo(this.stopFrom(direction, unit));
	}

	stepOf(view, record) {
		return this.timeline.stepOf(this.cases.indexOf(this.views.indexOf(view)), record);
	}

	/* Go to where a host enters a state: the next time, from the start if there is none behind; or the last time. */
	toState(view, host, state, isBack) {
		const entries = [];
		for (const connection of host.connections) {
			connection.records.forEach((n, i) => {
				if (connection.after[i].state === state && connection.before[i].state !== state)
					entries.push(n);
			});
		}
		const steps = entries.map((n) => this.stepOf(view, n)).sort((a, b) => a - b);
		const found = isBack ? steps.filter((step) => step < this.step).pop() ?? steps[steps.length - 1] :
			steps.find((step) => step > this.step) ?? steps[0];

		if (found === undefined)
			this.tell("words", `${host.name} is never in ${state}.`);
		else
			this.jump(found);
	}

	/* Go to where a line of a text happens: the next time in any case that is shown, or from the start. */
	toLine(text, line) {
		const steps = [];

		this.cases.forEach((number, i) => {
			if (this.views[number].root.dataset.text !== text.root.dataset.text)
				return;
			for (const record of this.traces[number].records) {
				if (record.line === line)
					steps.push(this.timeline.stepOf(i, record.n));
			}
		});
		steps.sort((a, b) => a - b);
		const found = steps.find((step) => step > this.step) ?? steps[0];
		if (found === undefined)
			this.tell("words", `Line ${line} has no part in what is shown.`);
		else
			this.jump(found);
	}

	/* ---- playing ---- */

	play() {
		if (this.isPlaying)
			return;
		if (this.step === this.last)
			this.goTo(0);
		if (this.step === this.last)
			return;
		this.isPlaying = true;
		this.begin();
		this.tell("playing");
	}

	pause() {
		if (!this.isPlaying)
			return;
		this.isPlaying = false;
		cancelAnimationFrame(this.frame);
		clearTimeout(this.timer);
		this.tick(this.nowUs);
		this.tell("playing");
	}

	/* How long the way to a step takes: long silences take longer than short ones, but not by much. */
	lengthMs(next) {
		const gapUs = this.timeline.times[next] - this.nowUs;

		if (gapUs <= 0)
			return this.isStop(next, "event") ? WITHIN_MS : BRIEF_MS;
		return Math.min(MOST_MS, LEAST_MS + 250 * Math.log10(1 + gapUs / 1000));
	}

	begin() {
		const next = this.stopFrom(1);

		this.nextStop = next;
		this.beganMs = performance.now();
		this.elapsed = 0;
		this.stepMs = this.lengthMs(next);
		if (this.calm.matches)
			this.timer = setTimeout(() => this.arrive(), this.stepMs / this.speed);
		else
			this.frame = requestAnimationFrame((ms) => this.pass(ms));
	}

	/* A frame: the clock goes on between two steps. */
	pass(ms) {
		if (!this.isPlaying)
			return;
		this.elapsed += Math.max(0, ms - this.beganMs) * this.speed;
		this.beganMs = ms;
		if (this.elapsed >= this.stepMs) {
			this.arrive();
			return;
		}
		const from = this.nowUs;
		this.tick(from + (this.timeline.times[this.nextStop] - from) * (this.elapsed / this.stepMs));
		this.frame = requestAnimationFrame((next) => this.pass(next));
	}

	arrive() {
		if (!this.isPlaying)
			return;
		this.goTo(this.nextStop);
		if (this.step === this.last)
			this.pause();
		else
			this.begin();
	}

	tick(nowUs) {
		for (const number of this.cases)
			this.views[number].tick(nowUs);
		this.tell("tick", nowUs);
	}
}
