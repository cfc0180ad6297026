/** A failure to tell the user in one sentence on stderr: exit status 1, or 2 when the command line was wrong. */

/** Thrown anywhere below a command, told by `runCommandLine`. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitStatus: 1 | 2;

  constructor(message: string, exitStatus: 1 | 2 = 1) {
    super(message);
    this.exitStatus = exitStatus;
  }
}
