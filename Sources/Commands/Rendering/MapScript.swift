/// What draws the map in the reader's browser, in plain JavaScript without a library.
enum MapScript {
  /// Reads the element `data` of ``MapPage``. Colours are those that people with any kind of colour blindness
  /// tell apart (Okabe and Ito, Color Universal Design, 2008), darker or lighter as the page needs; seven
  /// values are discs, seven triangles.
  static let text = #"""
    "use strict";
    // A block, since a page has a name such as top already.
    {
    const data = JSON.parse(document.getElementById("data").textContent);
    const count = data.x.length;
    const canvas = document.getElementById("canvas");
    const context = canvas.getContext("2d");
    const card = document.getElementById("card");
    const search = document.getElementById("search");
    const found = document.getElementById("found");
    const legend = document.getElementById("legend");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const palettes = {
      light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#c98500", "#56b4e9", "#a89a00"],
      dark: ["#4aa3e0", "#ff7f2a", "#00c291", "#e39cc4", "#ffb52e", "#8fd3ff", "#f0e442"],
    };
    const grey = { light: "#9b9b94", dark: "#77776f" };
    // The first values have a colour each; what else has a value, and what has none, is grey.
    const named = Math.min(data.values.length, data.coloured);
    const rest = named;
    const names = data.values.slice(0, named);
    const others = count - names.reduce((sum, value) => sum + value[1], 0);
    if (others > 0) names.push([named === 0 ? "items" : "all others", others]);
    const kind = data.value.map((value) => (value >= 0 && value < named ? value : rest));
    const text = data.id.map((id, i) =>
      (id + "\n" + data.title[i] + "\n" + (data.value[i] < 0 ? "" : data.values[data.value[i]][0])).toLowerCase());

    let scale = 1, left = 0, top = 0, ratio = 1;
    // Where distances between groups mean nothing, a wide page may be filled.
    let stretch = 1;
    // Until somebody moves it, the map fills the page, whatever becomes of its size.
    let isWhole = true;
    let chosenKind = -1, matches = null, hovered = -1, pinned = -1, isWaiting = false;

    function color(kind) {
      const theme = dark.matches ? "dark" : "light";
      return kind === rest && named > 0 ? grey[theme] : palettes[theme][kind % palettes[theme].length];
    }
    function draw(pen, kind, x, y, radius) {
      pen.beginPath();
      if (kind !== rest && kind >= 7) {
        const side = radius * 1.25;
        pen.moveTo(x, y - side);
        pen.lineTo(x + side * 0.9, y + side * 0.7);
        pen.lineTo(x - side * 0.9, y + side * 0.7);
        pen.closePath();
      } else {
        pen.arc(x, y, radius, 0, 2 * Math.PI);
      }
      pen.fill();
    }
    /// Each kind of point drawn once, to be stamped: a thousand times faster than paths.
    let stamps = [], stampRadius = 0;
    function makeStamps(radius) {
      stampRadius = radius;
      stamps = names.map((_, kind) => {
        const stamp = document.createElement("canvas");
        stamp.width = stamp.height = Math.ceil(3 * radius * ratio);
        const pen = stamp.getContext("2d");
        pen.scale(ratio, ratio);
        pen.fillStyle = color(kind);
        draw(pen, kind, 1.5 * radius, 1.5 * radius, radius);
        return stamp;
      });
    }
    const isShown = (i) =>
      (chosenKind < 0 || kind[i] === chosenKind) && (matches === null || matches[i] === 1);
    const screenX = (i) => (data.x[i] - left) * scale * stretch;
    const screenY = (i) => (data.y[i] - top) * scale;
    function pointRadius() {
      const area = canvas.clientWidth * canvas.clientHeight;
      const base = Math.min(5, Math.max(1.6, Math.sqrt(area / Math.max(1, count)) / 5));
      const zoom = scale / (Math.min(canvas.clientWidth, canvas.clientHeight) / 65535);
      return Math.round(4 * Math.min(9, base * Math.pow(Math.max(1, zoom), 0.35))) / 4;
    }
    /// Items of which the page has pictures, if so few are in view that there is room to show them.
    function fewInView(width, height) {
      const items = [];
      if (data.thumbnail.length === 0) return items;
      for (let i = 0; i < count && items.length <= 80; i++) {
        const x = screenX(i), y = screenY(i);
        const isInView = x > -48 && y > -48 && x < width + 48 && y < height + 48;
        if (isInView && isShown(i) && data.thumbnail[i]) items.push(i);
      }
      return items.length <= 80 ? items : [];
    }
    const pictures = new Map();
    function drawPicture(i, edge) {
      if (!pictures.has(i)) {
        const picture = new Image();
        picture.onload = update;
        picture.src = "data:image/jpeg;base64," + data.thumbnail[i];
        pictures.set(i, picture);
      }
      const picture = pictures.get(i);
      if (!picture.complete || picture.naturalWidth === 0) return;
      const fit = edge / Math.max(picture.naturalWidth, picture.naturalHeight);
      const [width, height] = [picture.naturalWidth * fit, picture.naturalHeight * fit];
      const [x, y] = [screenX(i) - width / 2, screenY(i) - height / 2];
      context.drawImage(picture, x, y, width, height);
      context.strokeStyle = color(kind[i]);
      context.lineWidth = 2;
      context.strokeRect(x, y, width, height);
    }
    function render() {
      isWaiting = false;
      const width = canvas.clientWidth, height = canvas.clientHeight;
      const radius = pointRadius();
      if (radius !== stampRadius) makeStamps(radius);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      const side = Math.ceil(3 * radius * ratio) / ratio;
      const pictured = fewInView(width, height);
      const isDimming = chosenKind >= 0 || matches !== null;
      for (const pass of isDimming ? [0, 1] : [1]) {
        context.globalAlpha = pass === 0 ? 0.08 : 0.85;
        // Grey below colours.
        for (const grey of [true, false]) {
          for (let i = 0; i < count; i++) {
            if ((kind[i] === rest) !== grey || (isDimming && isShown(i) !== (pass === 1))) continue;
            const x = screenX(i), y = screenY(i);
            if (x < -side || y < -side || x > width + side || y > height + side) continue;
            context.drawImage(stamps[kind[i]], x - side / 2, y - side / 2, side, side);
          }
        }
      }
      context.globalAlpha = 1;
      const edge = Math.min(96, Math.sqrt((width * height) / (pictured.length + 1)) / 2.2);
      for (const i of pictured) drawPicture(i, edge);
      const marked = pinned >= 0 ? pinned : hovered;
      if (marked >= 0) {
        context.strokeStyle = getComputedStyle(document.body).color;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(screenX(marked), screenY(marked), radius + 4, 0, 2 * Math.PI);
        context.stroke();
      }
    }
    function update() {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(render);
    }
    function fit(points) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const i of points) {
        x0 = Math.min(x0, data.x[i]); x1 = Math.max(x1, data.x[i]);
        y0 = Math.min(y0, data.y[i]); y1 = Math.max(y1, data.y[i]);
      }
      if (!isFinite(x0)) [x0, y0, x1, y1] = [0, 0, 65535, 65535];
      const width = canvas.clientWidth, height = canvas.clientHeight, margin = 28;
      scale = Math.min(
        (width - 2 * margin) / Math.max(x1 - x0, 600) / stretch, (height - 2 * margin) / Math.max(y1 - y0, 600));
      left = (x0 + x1 - width / scale / stretch) / 2;
      top = (y0 + y1 - height / scale) / 2;
      isWhole = points === all;
      update();
    }
    const all = Array.from({ length: count }, (_, i) => i);
    function zoom(factor, x, y) {
      const least = Math.min(canvas.clientWidth, canvas.clientHeight) / 65535 / 4;
      const next = Math.min(Math.max(scale * factor, least), 2);
      left += (x / scale - x / next) / stretch;
      top += y / scale - y / next;
      scale = next;
      isWhole = false;
      update();
    }
    function nearest(x, y) {
      let best = -1, least = 14 * 14;
      for (let i = 0; i < count; i++) {
        const dx = screenX(i) - x, dy = screenY(i) - y, distance = dx * dx + dy * dy;
        if (distance < least && isShown(i)) { best = i; least = distance; }
      }
      return best;
    }
    function element(name, text, parent, className) {
      const node = document.createElement(name);
      if (text) node.textContent = text;
      if (className) node.className = className;
      parent.append(node);
      return node;
    }
    function show(i, note) {
      card.hidden = i < 0;
      if (i < 0) return;
      card.className = pinned === i ? "pinned" : "";
      card.replaceChildren();
      const source = data.thumbnail[i] ? "data:image/jpeg;base64," + data.thumbnail[i] : data.url[i];
      if (source) {
        const picture = element("img", "", card);
        picture.alt = "";
        picture.onerror = () => picture.remove();
        picture.src = source;
      }
      if (data.title[i]) element("b", data.title[i], card);
      element("div", data.id[i], card, data.title[i] ? "quiet" : "");
      if (data.value[i] >= 0) element("div", data.values[data.value[i]][0], card);
      if (pinned === i && data.url[i]) {
        const link = element("a", "open the file", card);
        link.href = data.url[i];
        link.target = "_blank";
        link.rel = "noopener";
      }
      if (note) element("div", note, card, "quiet");
      const x = screenX(i), y = screenY(i), width = canvas.clientWidth, height = canvas.clientHeight;
      card.style.left = (x + 236 > width ? Math.max(0, x - 228) : x + 16) + "px";
      card.style.top = Math.max(4, Math.min(y - 40, height - card.offsetHeight - 8)) + "px";
    }
    function hover(i) {
      if (pinned >= 0 || i === hovered) return;
      hovered = i;
      canvas.style.cursor = i >= 0 ? "pointer" : "grab";
      show(i);
      update();
    }
    function unpin() { pinned = hovered = -1; show(-1); update(); }
    async function pin(i) {
      pinned = i;
      show(i);
      update();
      const subject = data.path[i] === null ? "id" : "path";
      try {
        await navigator.clipboard.writeText(data.path[i] === null ? data.id[i] : data.path[i]);
        if (pinned === i) show(i, "the " + subject + " is on the clipboard");
      } catch {
        if (pinned === i && data.path[i] !== null) show(i, data.path[i]);
      }
    }

    const pointers = new Map();
    let hasMoved = false;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
      hasMoved = false;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return hover(nearest(event.offsetX, event.offsetY));
      const now = [event.offsetX, event.offsetY];
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const distance = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) + 1;
        zoom(distance(now) / distance(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
        hasMoved = true;
      } else {
        if (!hasMoved && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
        hasMoved = true;
        left -= (now[0] - before[0]) / scale / stretch;
        top -= (now[1] - before[1]) / scale;
        isWhole = false;
        unpin();
      }
      pointers.set(event.pointerId, now);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, (event) => {
        pointers.delete(event.pointerId);
        if (name === "pointercancel" || hasMoved || pointers.size > 0) return;
        const i = nearest(event.offsetX, event.offsetY);
        i >= 0 ? pin(i) : unpin();
      });
    }
    canvas.addEventListener("pointerleave", () => hover(-1));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      unpin();
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const [x, y] = [canvas.clientWidth / 2, canvas.clientHeight / 2];
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      if (event.key === "Escape") unpin();
      else if (event.key === "+" || event.key === "=") zoom(1.3, x, y);
      else if (event.key === "-") zoom(1 / 1.3, x, y);
      else if (event.key === "0") fit(all);
      else if (moves[event.key]) {
        left += moves[event.key][0] * 60 / scale / stretch;
        top += moves[event.key][1] * 60 / scale;
        isWhole = false;
        unpin();
      } else return;
      event.preventDefault();
    });
    search.addEventListener("input", () => {
      const words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
      matches = words.length === 0 ? null
        : Uint8Array.from(text, (text) => (words.every((word) => text.includes(word)) ? 1 : 0));
      const number = matches === null ? 0 : matches.reduce((sum, match) => sum + match, 0);
      found.textContent = matches === null ? "" : number.toLocaleString("en") + " found"
        + (number > 0 ? ", Enter goes there" : "");
      unpin();
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || matches === null) return;
      const points = all.filter(isShown);
      if (points.length === 0) return;
      fit(points);
      if (points.length === 1) pin(points[0]);
    });
    document.getElementById("reset").addEventListener("click", () => {
      search.value = "";
      found.textContent = "";
      matches = null;
      choose(-1);
      unpin();
      fit(all);
    });
    function choose(kind) {
      chosenKind = kind;
      [...legend.children].forEach((item, i) =>
        item.firstChild.setAttribute("aria-pressed", i === kind));
      unpin();
    }
    function fillLegend() {
      legend.replaceChildren();
      if (data.values.length === 0) return;
      names.forEach(([name, number], kind) => {
        const button = element("button", "", element("li", "", legend));
        button.type = "button";
        const sign = element("canvas", "", button);
        sign.width = sign.height = 28;
        const pen = sign.getContext("2d");
        pen.fillStyle = color(kind);
        draw(pen, kind, 14, 14, 9);
        button.append(name);
        element("span", number.toLocaleString("en"), button);
        button.setAttribute("aria-pressed", kind === chosenKind);
        button.addEventListener("click", () => choose(chosenKind === kind ? -1 : kind));
      });
    }
    function resize() {
      ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(canvas.clientWidth * ratio);
      canvas.height = Math.round(canvas.clientHeight * ratio);
      stampRadius = 0;
      const aspect = canvas.clientWidth / Math.max(1, canvas.clientHeight);
      stretch = data.stretches ? Math.min(Math.max(aspect, 0.6), 1.7) : 1;
      if (isWhole) fit(all);
      // At once: a canvas is empty after its size has changed.
      render();
    }
    dark.addEventListener("change", () => { stampRadius = 0; fillLegend(); update(); });
    fillLegend();
    new ResizeObserver(resize).observe(canvas);
    }
    """#
}
