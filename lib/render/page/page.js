/* SPDX-License-Identifier: MIT */
/*
 * The page: controls, keys, the address. What can be held on to from outside (tests do):
 *
 *   #play #pause #forward #back #start #end    buttons; of the first two one is there at a time
 *   #slider                                    steps from 0, before anything, to the last; #time, #count beside it
 *   #speed #unit                               selects: 0.25 to 8; record, event, moment
 *   #copy #theme #help                         buttons; #help-dialog, #help-close
 *   #choice [name=case]                        boxes for which cases are shown; on narrow screens one at a time
 *   #now                                       the live region: what happened in this step
 *   body[data-step]                            the step; <html data-theme> is there once a theme was chosen
 *   .case[data-case][data-name][data-record]   a case, and the number of its record, -1 before the first; the end of the run
                                              counts as one behind the last; .stepped from the first step on
 *     .stands                                  the states of its hosts beside its name
     .what, .rule .rule-name                  the same record as a sentence; the rule that ended its event
 *     .drawing.wide .drawing.narrow            the ladder twice, of which one is seen; in it [data-packet] with data-from
                                              and data-to, and [data-record]: .future has not happened, .now happens,
                                              .flying is under way. A click goes to data-from, and from there to data-to
 *     .host[data-host][data-connection]        .state, .down; .states [data-state].current; .connection buttons
 *       .tcb [data-var="snd.nxt"] .value .was  rows that this record changed have .changed
 *       .timer[data-timer]                     with .timer-left
 *     .channel li[data-packet]                 .name .notation .way .fate; .held
 *     .invariant[data-name][data-status]       hold, broken
 *     .outcome[data-line]                      .pass .fail .inconclusive; .to-come is not decided yet
 *   .scenario[data-text] .line[data-line]      .current; data-letters says of which cases, A is the first. A click on its
 *                                              code goes to the next time that something comes from it
 *   .rules [data-rule]                         the table of rules
 *
 * The address: #t=SECONDS&step=J&cases=0,1: the J-th record of that moment, or behind all of them; nothing is the start.
 */

/* ---- the address ---- */

function hashOf(player) {
	const { timeline, step } = player;
	const parts = [];

	if (step > 0)
		parts.push(`t=${seconds(timeline.times[step])}`, `step=${timeline.ordinals[step]}`);
	if (player.isChosen)
		parts.push(`cases=${player.cases.join(",")}`);
	return parts.length > 0 ? `#${parts.join("&")}` : "";
}

/* Microseconds of a number of seconds, exactly; NaN if it is none. */
function microseconds(text) {
	const match = /^(\d{1,9})(?:\.(\d{1,6}))?s?$/.exec(text ?? "");

	return match === null ? NaN : Number(match[1]) * 1e6 + Number((match[2] ?? "").padEnd(6, "0"));
}

/* Go to where an address says. What makes no sense in it is passed over. */
function follow(player, hash) {
	const values = new URLSearchParams(hash.replace(/^#/, ""));
	const timeUs = microseconds(values.get("t"));
	const ordinal = /^\d{1,9}$/.test(values.get("step") ?? "") ? Number(values.get("step")) : undefined;
	const cases = (values.get("cases") ?? "").split(",").filter((part) => /^\d{1,6}$/.test(part)).map(Number)
		.filter((number, i, all) => number < player.traces.length && all.indexOf(number) === i);

	player.pause();
	if (cases.length > 0) {
		player.isChosen = true;
		player.choose(cases.sort((a, b) => a - b));
	}
	player.goTo(Number.isNaN(timeUs) ? 0 : player.timeline.stepAt(timeUs, ordinal));
}

/* The address follows the page, but no faster than browsers like it; jumps can be gone back from. */
class Address {
	constructor(player) {
		this.player = player;
		this.timer = 0;
		player.listen((event) => {
			if (event === "jump")
				this.write("pushState");
			else if (event === "step" || event === "cases")
				this.later();
		});
		addEventListener("hashchange", () => this.read());
		addEventListener("popstate", () => this.read());
		addEventListener("pagehide", () => this.write("replaceState"));
	}

	later() {
		if (this.timer === 0)
			this.timer = setTimeout(() => this.write("replaceState"), 250);
	}

	/* A jump leaves an entry behind for where the page was. */
	write(how) {
		const hash = hashOf(this.player);

		clearTimeout(this.timer);
		this.timer = 0;
		try {
			history.replaceState(null, "", hash || location.pathname + location.search);
			if (how === "pushState")
				history.pushState(null, "", hash || location.pathname + location.search);
		} catch {
			/* A page that may not have an address does without. */
		}
	}

	read() {
		if (location.hash !== hashOf(this.player))
			follow(this.player, location.hash);
	}
}

/* ---- controls ---- */

function bindButtons(player) {
	byId("play").addEventListener("click", () => player.play());
	byId("pause").addEventListener("click", () => player.pause());
	byId("forward").addEventListener("click", () => player.move(1));
	byId("back").addEventListener("click", () => player.move(-1));
	byId("start").addEventListener("click", () => player.jump(0));
	byId("end").addEventListener("click", () => player.jump(player.last));
	byId("slider").addEventListener("input", (event) => {
		player.pause();
		player.goTo(Number(event.target.value));
	});
	byId("speed").addEventListener("change", (event) => {
		player.speed = Number(event.target.value);
	});
	byId("unit").addEventListener("change", (event) => {
		player.unit = event.target.value;
	});
	byId("help").addEventListener("click", () => byId("help-dialog").showModal());
}

/* One speed up or down. */
function changeSpeed(player, by) {
	const select = byId("speed");

	select.selectedIndex = Math.min(select.length - 1, Math.max(0, select.selectedIndex + by));
	player.speed = Number(select.value);
}

/* A link to this moment in the clipboard; where there is none, the address itself is it. */
async function copyLink(address) {
	const button = byId("copy");
	let words = "Copied";

	address.write("replaceState");
	try {
		await navigator.clipboard.writeText(location.href);
	} catch {
		words = "It is the address above";
	}
	button.textContent = words;
	setTimeout(() => {
		button.textContent = "Copy link";
	}, 1500);
}

/* Boxes for the cases; on a screen with room for one they are tabs. */
function bindChoice(player) {
	const boxes = [...document.querySelectorAll("#choice [name=case]")];
	const narrow = matchMedia("(max-width: 699px)");
	const mark = () => boxes.forEach((box, i) => {
		box.checked = player.cases.includes(i);
	});

	if (boxes.length === 0)
		return;
	byId("choice").hidden = false;
	for (const letter of document.querySelectorAll("#choice .letter, .case h2 .letter"))
		letter.textContent = "";
	boxes.forEach((box, i) => {
		const letter = LETTERS[i % 26];
		box.parentElement.querySelector(".letter").textContent = letter;
		player.views[i].root.querySelector("h2 .letter").textContent = letter;
		box.addEventListener("change", () => {
			const chosen = narrow.matches ? [i] : boxes.flatMap((one, k) => (one.checked ? [k] : []));
			player.isChosen = true;
			player.choose(chosen.length > 0 ? chosen : [i]);
		});
	});
	/* What was chosen where there was room comes back with the room: a telephone is turned, a page is printed. */
	let wide = null;
	narrow.addEventListener("change", () => {
		const was = wide;

		wide = narrow.matches ? player.cases : null;
		if (narrow.matches && player.cases.length > 1)
			player.choose([player.cases[0]]);
		else if (!narrow.matches && was !== null && was.includes(player.cases[0]))
			player.choose(was);
	});
	player.listen((event) => {
		if (event === "cases")
			mark();
	});
	if (narrow.matches && player.cases.length > 1) {
		wide = player.cases;
		player.choose([player.cases[0]]);
	}
	mark();
}

/* ---- keys ---- */

/* Whether a key belongs to what has the focus. */
function isTaken(event) {
	const { target } = event;

	if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || byId("help-dialog").open)
		return true;
	if (target.closest?.("input:not([type=range]):not([type=checkbox]), select, textarea, [contenteditable]") !== null)
		return true;
	return event.key === " " && target.closest("button, a, summary, input, [role=button]") !== null;
}

function bindKeys(player) {
	const keys = {
		"ArrowRight": (event) => player.move(1, event.shiftKey ? "moment" : player.unit),
		"ArrowLeft": (event) => player.move(-1, event.shiftKey ? "moment" : player.unit),
		" ": () => (player.isPlaying ? player.pause() : player.play()),
		"Home": () => player.jump(0),
		"End": () => player.jump(player.last),
		"+": () => changeSpeed(player, 1),
		"=": () => changeSpeed(player, 1),
		"-": () => changeSpeed(player, -1),
		"?": () => byId("help-dialog").showModal(),
	};

	document.addEventListener("keydown", (event) => {
		const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
		if (act === undefined || isTaken(event))
			return;
		event.preventDefault();
		act(event);
	});
}

/* ---- what the controls show ---- */

function showStep(player) {
	const slider = byId("slider");
	const words = player.sentences();
	const now = byId("now");

	slider.max = String(player.last);
	slider.value = String(player.step);
	slider.setAttribute("aria-valuetext", `${seconds(player.nowUs)} s, step ${player.step} of ${player.last}`);
	setText(byId("time"), `${seconds(player.nowUs)} s`);
	setText(byId("count"), `${player.step} / ${player.last}`);
	now.replaceChildren(...words.map((one) => make("span", "said", one)));
	now.style.setProperty("--lines", String(Math.min(4, player.cases.length)));
	for (const [id, isIdle] of [["start", player.step === 0], ["back", player.step === 0],
		["forward", player.step === player.last], ["end", player.step === player.last]])
		byId(id).setAttribute("aria-disabled", String(isIdle));
	document.body.dataset.step = String(player.step);
}

/* Who uses the keyboard stays on the button that takes the other's place; who listens is not talked to at once. */
function showPlaying(player) {
	const play = byId("play");
	const pause = byId("pause");
	const hadFocus = document.activeElement === play || document.activeElement === pause;

	play.hidden = player.isPlaying;
	pause.hidden = !player.isPlaying;
	if (hadFocus)
		(player.isPlaying ? pause : play).focus();
	byId("now").setAttribute("aria-live", player.isPlaying ? "off" : "polite");
	document.body.classList.toggle("playing", player.isPlaying);
}

/* Some browsers tell of printing by the one, some by the other. */
function bindPaper(player) {
	const paper = matchMedia("print");

	paper.addEventListener("change", () => player.print(paper.matches));
	addEventListener("beforeprint", () => player.print(true));
	addEventListener("afterprint", () => player.print(false));
}

/* Ladders that stand side by side are as high as the highest of them, so that what is below is on one level. */
function levelLadders(player) {
	const cases = document.querySelector(".cases");
	const level = () => {
		const heights = player.cases.flatMap((i) =>
			[...player.views[i].root.querySelectorAll(".drawing")].map((drawing) => drawing.offsetHeight));
		cases.style.setProperty("--highest", `${Math.max(0, ...heights)}px`);
	};

	player.listen((event) => {
		if (event === "cases")
			level();
	});
	new ResizeObserver(level).observe(cases);
}

function begin() {
	const traces = [...document.querySelectorAll("script.trace")].map((script) => new Trace(script.textContent));
	const sections = [...document.querySelectorAll(".case")];
	const texts = [...document.querySelectorAll(".scenario")].map((root) => new TextView(root));

	if (traces.length === 0)
		return;
	const player = new Player(traces, sections, texts);
	byId("controls").hidden = false;
	document.body.classList.add("scripted");
	bindButtons(player);
	bindTheme();
	bindChoice(player);
	bindKeys(player);
	levelLadders(player);
	bindPaper(player);
	player.listen((event, detail) => {
		if (event === "step")
			showStep(player);
		else if (event === "playing")
			showPlaying(player);
		else if (event === "tick")
			setText(byId("time"), `${seconds(Math.floor(detail / 1e4) * 1e4)} s`);
		else if (event === "words")
			byId("now").replaceChildren(make("span", "said", detail));
	});
	follow(player, location.hash);
	showStep(player);
	const address = new Address(player);
	byId("copy").addEventListener("click", () => copyLink(address));
}

begin();
