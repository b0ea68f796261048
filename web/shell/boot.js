import rizbin_app from './app.mjs';

await rizbin_app({ canvas: document.getElementById('canvas') });
