// The rates of the last two minutes as two lines.

const SECONDS = 120;
const HEIGHT = 40;
const NS = "http://www.w3.org/2000/svg";

function shape(name, kind, svg) {
  const one = document.createElementNS(NS, name);
  one.setAttribute("class", kind);
  svg.append(one);
  return one;
}

/** The least of 1, 2 or 5 times a power of ten of B, KiB, MiB and so on that is no less. */
export function roof(rate) {
  let unit = 1024;
  while (rate > 500 * unit) {
    unit *= 1024;
  }
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * unit);
  return steps.find((step) => step >= rate);
}

export class Graph {
  constructor(svg) {
    this.rates = { in: new Array(SECONDS + 1).fill(0), out: new Array(SECONDS + 1).fill(0) };
    for (const part of [0.25, 0.5, 0.75]) {
      const line = shape("line", "grid", svg);
      line.setAttribute("x1", "0");
      line.setAttribute("x2", String(SECONDS));
      line.setAttribute("y1", String(HEIGHT * part));
      line.setAttribute("y2", String(HEIGHT * part));
    }
    this.shapes = {};
    for (const kind of ["in", "out"]) {
      this.shapes[kind] = { area: shape("polygon", kind, svg), line: shape("polyline", kind, svg) };
    }
  }

  /** One second more; returns what the top of the graph stands for. */
  add(rateIn, rateOut) {
    this.rates.in.push(rateIn);
    this.rates.out.push(rateOut);
    this.rates.in.shift();
    this.rates.out.shift();
    const top = roof(Math.max(...this.rates.in, ...this.rates.out));
    for (const kind of ["in", "out"]) {
      const points = this.rates[kind]
        .map((rate, second) => `${second},${(HEIGHT - (rate / top) * (HEIGHT - 1)).toFixed(2)}`)
        .join(" ");
      this.shapes[kind].line.setAttribute("points", points);
      this.shapes[kind].area.setAttribute("points", `0,${HEIGHT} ${points} ${SECONDS},${HEIGHT}`);
    }
    return top;
  }
}
