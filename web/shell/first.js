// Before the first paint: the colours and the language of the last visit, so that nothing flashes.
try {
  const look = JSON.parse(localStorage.getItem('rizbin/page') || '{}');
  const html = document.documentElement;
  if (look.theme) html.dataset.theme = look.theme;
  if (look.language) {
    html.lang = look.language;
    html.dir = look.rtl ? 'rtl' : 'ltr';
    html.dataset.language = look.language;
  }
} catch { /* storage refused: the system's colours */ }
