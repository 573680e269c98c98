#!/usr/bin/env node
import { run } from './run.js';

/** The command `cachet`: the API of an operator, from a terminal or a script. */
process.exitCode = await run(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isInteractive: process.stderr.isTTY === true,
});
