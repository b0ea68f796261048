#!/usr/bin/env node
// Serves dist/ on this machine: node tools/serve.mjs [--port 8080] [--folder dist] [--quiet]
//
// Sends what a page with threads and a strict Content-Security-Policy needs, the right types, and the packed files (.br, .gz)
// beside a file where the browser takes them. A taken port gives way to the next free one.
import {createServer} from 'node:http';
import {createReadStream, existsSync, statSync} from 'node:fs';
import {dirname, extname, join, normalize, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.ico': 'image/x-icon',
};
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; worker-src 'self'; " +
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-cache',
};

// Answers one request from a folder.
export function answer(folder, request, response) {
  const refuse = (code, text) => response.writeHead(code, {...headers, 'Content-Type': 'text/plain; charset=utf-8'}).end(text);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET');
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  } catch {
    return refuse(400, 'no such address');
  }
  let file = normalize(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return refuse(403, 'outside');
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
  if (!existsSync(file)) return refuse(404, 'not found');
  const info = statSync(file);
  const tag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`;
  const own = {...headers, 'Content-Type': types[extname(file)] ?? 'application/octet-stream', ETag: tag, Vary: 'Accept-Encoding'};
  if (request.headers['if-none-match'] === tag) return response.writeHead(304, own).end();
  const accepted = request.headers['accept-encoding'] ?? '';
  for (const [name, suffix] of [['br', '.br'], ['gzip', '.gz']]) {
    if (accepted.includes(name) && existsSync(file + suffix)) {
      own['Content-Encoding'] = name;
      file += suffix;
      break;
    }
  }
  response.writeHead(200, {...own, 'Content-Length': statSync(file).size});
  if (request.method === 'HEAD') return response.end();
  createReadStream(file).pipe(response);
}

// Starts a server on the first free port from `port` on; resolves to {server, port, address}.
export function serve({folder, port = 0, tries = 50}) {
  const root = resolve(folder);
  const server = createServer((request, response) => answer(root, request, response));
  return new Promise((done, failed) => {
    server.on('error', (error) => {
      if (error.code === 'EADDRINUSE' && tries-- > 0) server.listen(++port, 'localhost');
      else failed(error);
    });
    server.on('listening', () => done({server, port: server.address().port, address: `http://localhost:${server.address().port}/`}));
    server.listen(port, 'localhost');
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const options = {port: 8080, folder: join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')};
  for (let i = 2; i < process.argv.length; ++i) {
    if (process.argv[i] === '--port') options.port = Number(process.argv[++i]);
    else if (process.argv[i] === '--folder') options.folder = process.argv[++i];
    else {
      console.error('serve.mjs [--port 8080] [--folder dist]');
      process.exit(2);
    }
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535) {
    console.error('--port wants a number from 0 to 65535');
    process.exit(2);
  }
  if (!existsSync(join(options.folder, 'index.html'))) {
    console.error(`${options.folder} holds no page yet: ./run --build makes it`);
    process.exit(1);
  }
  const {port, address} = await serve(options);
  if (port !== options.port && options.port !== 0) console.log(`Port ${options.port} is taken.`);
  console.log(`Rizbin is on ${address}  (Ctrl+C ends it)`);
}
