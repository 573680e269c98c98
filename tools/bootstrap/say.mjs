/** One line for the person at the terminal, French first. */
export function say(french, english) {
  process.stdout.write(`${french}${english ? `  (${english})` : ''}\n`);
}

/** One clear sentence with its remedy, then the end. */
export function refuse(french, english, code = 1) {
  process.stderr.write(`\n${french}\n${english}\n`);
  process.exit(code);
}
