// The network of a party beside the table that says the same: drawn once it comes into sight, from the page's JSON twin.
(() => {
  const box = document.querySelector(".network");
  if (!box || !window.IntersectionObserver) return;
  const language = document.documentElement.lang;
  const label = (named) => (language === "en" && named.name_en) || named.name;
  const address = (id) => `/${language}/${id.replace(":", "/")}`;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const elements = (told) => {
    const some = told.contacts.slice(0, 16);
    const known = new Set(some.map((one) => one.other.entity));
    const me = told.profile;
    return [
      { data: { id: me.id, label: label(me), size: 44 }, classes: "me" },
      ...some.map((one) => ({
        data: { id: one.other.entity, label: label(one.other), size: 16 + Math.min(one.count, 12) * 2 },
      })),
      ...some.map((one) => ({
        data: { id: `me ${one.other.entity}`, source: me.id, target: one.other.entity, width: Math.min(one.count, 8) },
      })),
      ...told.ties
        .filter((tie) => known.has(tie.a) && known.has(tie.b))
        .map((tie) => ({
          data: { id: `${tie.a} ${tie.b}`, source: tie.a, target: tie.b, width: Math.min(tie.count, 8) },
          classes: "tie",
        })),
    ];
  };

  const style = () => [
    {
      selector: "node",
      style: {
        width: "data(size)", height: "data(size)", label: "data(label)", color: colour("--ink"),
        "background-color": colour("--link"), "font-family": colour("--sans"), "font-size": 13,
        "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 110,
        "text-background-color": colour("--paper"), "text-background-opacity": 0.8, "text-background-padding": 1,
      },
    },
    { selector: ".me", style: { "background-color": colour("--ours"), "font-weight": "bold", "font-size": 14 } },
    { selector: "edge", style: { width: "data(width)", "line-color": colour("--soft"), "curve-style": "straight", opacity: 0.55 } },
    { selector: ".tie", style: { "line-color": colour("--hair"), "line-style": "dashed", opacity: 0.9 } },
  ];

  const draw = (told) => {
    const graph = window.cytoscape({
      container: box, elements: elements(told), style: style(), userZoomingEnabled: false, userPanningEnabled: false,
      autoungrabify: true, boxSelectionEnabled: false,
      layout: { name: "concentric", concentric: (node) => (node.hasClass("me") ? 2 : 1), levelWidth: () => 1, padding: 24, minNodeSpacing: 44 },
    });
    graph.on("tap", "node:not(.me)", (event) => { location.href = address(event.target.id()); });
    graph.on("mouseover", "node:not(.me)", () => { box.classList.add("over"); });
    graph.on("mouseout", "node", () => { box.classList.remove("over"); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
  };

  const load = () => {
    // Cytoscape would write a style of its own into the page, which the policy forbids; parties.css has it.
    document.querySelector("link[rel=stylesheet]").id = "__________cytoscape_stylesheet";
    const script = document.createElement("script");
    script.src = box.dataset.library;
    script.onload = () => fetch(box.dataset.source).then((answer) => answer.json()).then(draw).catch(() => { frame.hidden = true; });
    document.head.append(script);
  };

  const frame = box.closest("figure");
  frame.hidden = false;
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    load();
  }, { rootMargin: "200px" });
  watch.observe(box);
})();
