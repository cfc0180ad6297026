/** Live export of spans to an OpenTelemetry collector: what the user sets, and how it goes. */

export type TelemetrySettings = {
  readonly isEnabled: boolean;
  /** A collector's URL for OTLP over HTTP; without a path it gets `/v1/traces`. */
  readonly endpoint: string;
  /** Prompts and answers too. */
  readonly withContent: boolean;
  /** Secrets and personal data in them are replaced by stand-ins. */
  readonly isRedacting: boolean;
};

/** Nothing is sent. */
export const noTelemetry: TelemetrySettings = {
  isEnabled: false,
  endpoint: '',
  withContent: false,
  isRedacting: true,
};

/** Of this run, in exchanges. */
export type TelemetryStatus = {
  readonly sent: number;
  readonly waiting: number;
  /** Given up: the collector was away for too long, or refused them. */
  readonly lost: number;
  /** Why the last attempt failed, in words; null: it did not. */
  readonly problem: string | null;
};
