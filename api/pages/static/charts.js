// Draws the charts whose data the page carries; nothing is calculated here.
"use strict";

(() => {
  const NARROW_PX = 640;

  // On a narrow screen labels would cover each other: points then show their number in the table.
  const fitted = (figure, width) => {
    if (width >= NARROW_PX) return figure;
    const data = figure.data.map((trace) =>
      trace.customdata
        ? {
            ...trace,
            text: trace.customdata.map((entry) => entry[1]),
            textposition: trace.customdata.map(() => "middle right"),
          }
        : trace
    );
    const layout = {
      ...figure.layout,
      font: { ...figure.layout.font, size: 11 },
      margin: { ...figure.layout.margin, l: 48, r: 36 },
      xaxis: { ...figure.layout.xaxis, nticks: 5, tickangle: 0 },
    };
    layout.annotations = (layout.annotations || []).map((note) =>
      note.name ? { ...note, text: note.name, font: { ...note.font, size: 10 } } : note
    );
    if (figure.layout.showlegend) layout.height = figure.layout.height + 60; // wrapped legend
    return { data, layout };
  };

  const draw = (place) => {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    place.hidden = false;
    const { data, layout } = fitted(figure, place.clientWidth);
    Plotly.newPlot(place, data, layout, { displayModeBar: false, responsive: true }).then(() => {
      place.dataset.drawn = "true";
    });
    place.on("plotly_click", (event) => {
      const entry = event.points[0].customdata;
      if (Array.isArray(entry) && entry[0].startsWith("/cases/")) window.location.assign(entry[0]);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-figure]").forEach(draw);
  });
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((part) => part.setAttribute("open", ""));
  });
})();
