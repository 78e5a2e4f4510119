/* SPDX-License-Identifier: MIT */
/* What the page of a run and that of a gallery share: light or dark, as the system has it until somebody chooses. */

const byId = (id) => document.getElementById(id);

function bindTheme() {
	const button = byId("theme");
	const root = document.documentElement;
	const system = matchMedia("(prefers-color-scheme: dark)");
	const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
	const label = () => {
		button.textContent = isDark() ? "Light" : "Dark";
		button.setAttribute("aria-label", isDark() ? "Light theme" : "Dark theme");
	};

	try {
		const kept = localStorage.getItem("tcpsim-theme");
		if (kept === "light" || kept === "dark")
			root.dataset.theme = kept;
	} catch {
		/* Nothing is kept where nothing may be. */
	}
	button.hidden = false;
	button.addEventListener("click", () => {
		root.dataset.theme = isDark() ? "light" : "dark";
		try {
			localStorage.setItem("tcpsim-theme", root.dataset.theme);
		} catch {
			/* As above. */
		}
		label();
	});
	system.addEventListener("change", label);
	label();
}
