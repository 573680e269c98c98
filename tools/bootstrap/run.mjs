import { spawn } from 'node:child_process';
import { ROOT, toolEnvironment } from './paths.mjs';

/** Runs a program to its end and keeps what it printed, shown only if it fails. */
export function quietly(command, args, env = toolEnvironment()) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program in our place: same terminal, same end. What stops us stops it, and it learns of our death by its IPC channel;
 * when whoever called us dies without a word, we stop too.
 */
export function inOurPlace(command, args, env = toolEnvironment(), stdin = 'ignore') {
  // In a session of its own: Ctrl-C at the terminal reaches us alone, and we pass it on once.
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: [stdin, 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  const caller = process.ppid;
  const watch = setInterval(() => process.ppid !== caller && child.kill('SIGTERM'), 500);
  watch.unref();
  return new Promise((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 0 : 1))),
  );
}
