/* SPDX-License-Identifier: MIT */
/* Filtering, and the choice of light or dark, which all pages of a gallery share. Without it all cards are there. */

const cards = [...document.querySelectorAll(".card")].map((element) => ({
	element,
	words: ` ${element.textContent.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `,
	section: element.closest("section"),
}));

/* Show the cards that have a word beginning with each of the filter, so that `rst` does not find `first`. */
function show(wanted) {
	const words = wanted.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
	const shown = new Set();
	let n = 0;

	for (const card of cards) {
		const fits = words.every((word) => card.words.includes(` ${word}`));

		card.element.hidden = !fits;
		if (fits) {
			shown.add(card.section);
			n++;
		}
	}
	for (const section of document.querySelectorAll("main > section"))
		section.hidden = !shown.has(section);
	byId("none").hidden = n > 0 || cards.length === 0;
	byId("shown").value = words.length > 0 ? `${n} of ${cards.length}` : "";
}

function bindFilter() {
	const filter = byId("filter");
	const parameters = new URLSearchParams(location.hash.startsWith("#filter=") ? location.hash.slice(1) : "");

	byId("search").hidden = false;
	filter.value = parameters.get("filter") ?? filter.value;
	show(filter.value);
	filter.addEventListener("input", () => {
		const hash = filter.value.trim() === "" ? "" : `#${new URLSearchParams({ filter: filter.value })}`;

		show(filter.value);
		history.replaceState(null, "", location.pathname + location.search + hash);
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "/" && document.activeElement !== filter && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.preventDefault();
			filter.focus();
			filter.select();
		} else if (event.key === "Escape" && document.activeElement === filter && filter.value !== "") {
			event.preventDefault();
			filter.value = "";
			filter.dispatchEvent(new Event("input"));
		}
	});
}

bindTheme();
bindFilter();
