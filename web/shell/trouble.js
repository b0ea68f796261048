// Trouble: one readable message in both languages instead of a blank page. Text only, built by hand, so that it works when
// nothing else does.

const saved = {
  en: 'What you drew and the network were kept as of the last change.',
  fa: 'آنچه رسم کرده‌اید و شبکه، تا آخرین تغییر، نگه داشته شده است.',
};
const messages = {
  no_webgl2: {
    en: ['This browser has no WebGL 2', 'Rizbin draws with it. Update the browser, or switch on hardware acceleration in its settings, then reload.'],
    fa: ['این مرورگر WebGL 2 ندارد', 'ریزبین با آن رسم می‌کند. مرورگر را به‌روز کنید یا شتاب‌دهی سخت‌افزاری را در تنظیمات آن روشن کنید و صفحه را دوباره باز کنید.'],
  },
  no_simd: {
    en: ['This browser is too old to compute with', 'Rizbin needs WebAssembly with SIMD: Chrome or Edge 91, Firefox 89, Safari 16.4, or newer. Update the browser, then reload.'],
    fa: ['این مرورگر برای محاسبه قدیمی است', 'ریزبین به WebAssembly با SIMD نیاز دارد: کروم یا اج ۹۱، فایرفاکس ۸۹، سافاری ۱۶٫۴ یا تازه‌تر. مرورگر را به‌روز کنید و صفحه را دوباره باز کنید.'],
  },
  load: {
    en: ['Rizbin could not be loaded', 'A part of the program did not arrive. Check the connection, then reload.'],
    fa: ['ریزبین بار نشد', 'بخشی از برنامه نرسید. اتصال اینترنت را بررسی کنید و صفحه را دوباره باز کنید.'],
  },
  crash: {
    en: ['Rizbin stopped', 'An error in the program ended it. Reload to go on. ' + saved.en],
    fa: ['ریزبین از کار ایستاد', 'خطایی در برنامه آن را متوقف کرد. برای ادامه صفحه را دوباره باز کنید. ' + saved.fa],
  },
  context: {
    en: ['The graphics were lost', 'The system took the graphics away and did not give them back. Reload to go on. ' + saved.en],
    fa: ['گرافیک از دست رفت', 'سیستم گرافیک را گرفت و بازنگرداند. برای ادامه صفحه را دوباره باز کنید. ' + saved.fa],
  },
};
const reload = { en: 'Reload', fa: 'بار کردن دوباره' };

let shown = false;
export const isShown = () => shown;

// kind: a key of `messages`, or texts {en: [title, hint], fa: […]}; detail: what the machine said.
export function show(kind, detail = '') {
  if (shown) return;  // the first trouble is the cause of the others
  shown = true;
  const texts = typeof kind === 'string' ? messages[kind] : kind;
  const persian = document.documentElement.lang === 'fa' || (!document.documentElement.dataset.language && /^fa/.test(navigator.language || ''));
  const panel = document.createElement('div');
  panel.id = 'trouble';
  panel.setAttribute('role', 'alert');
  for (const language of persian ? ['fa', 'en'] : ['en', 'fa']) {
    const part = document.createElement('section');
    part.lang = language;
    part.dir = language === 'fa' ? 'rtl' : 'ltr';
    const title = document.createElement('h2');
    title.textContent = texts[language][0];
    const hint = document.createElement('p');
    hint.textContent = texts[language][1];
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = reload[language];
    button.addEventListener('click', () => location.reload());
    part.append(title, hint, button);
    panel.append(part);
  }
  if (detail) {
    const machine = document.createElement('p');
    machine.className = 'detail';
    machine.lang = 'en';
    machine.dir = 'ltr';
    machine.textContent = detail;
    panel.append(machine);
  }
  document.documentElement.dataset.state = 'trouble';
  document.getElementById('mirror')?.remove();
  document.body.append(panel);
}
