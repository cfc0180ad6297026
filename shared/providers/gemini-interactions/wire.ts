/**
 * Gemini's Interactions API: one interaction is a list of steps (a thought, a call, its result, output), streamed as
 * events that open, fill and close them by index. Until 2026 the list held plain contents (`outputs`, `content.*`); both
 * are read. Every field may be missing on the wire, none is trusted.
 * @see https://ai.google.dev/api/interactions-api
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest/v1beta1/InteractionStreamingEvent
 */

/** The resource itself: the whole answer, or (without its list) the first and last event of a stream. */
export type Interaction = {
  /** Empty for an interaction that is not stored. */
  readonly id?: string;
  readonly model?: string;
  readonly agent?: string;
  /** `in_progress`, `requires_action`, `completed`, `failed`, `cancelled`, `incomplete`, `budget_exceeded`, … */
  readonly status?: string;
  readonly steps?: readonly InteractionItem[];
  /** The older form: contents without steps around them. */
  readonly outputs?: readonly InteractionItem[];
  readonly usage?: InteractionUsage;
  readonly errors?: readonly { readonly code?: string; readonly message?: string }[];
};

/**
 * A step, or an output of the older form. By `type`: `model_output` (a list of contents), `thought`, `function_call`,
 * `…_call` and `…_result` of tools that Google runs, `text`, `image`, `audio`, `document`, `video`.
 */
export type InteractionItem = {
  readonly type?: string;
  readonly content?: readonly InteractionItem[];
  readonly text?: string;
  readonly annotations?: readonly object[];
  readonly summary?: readonly InteractionItem[];
  readonly signature?: string;
  readonly id?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: object;
  readonly result?: unknown;
  readonly data?: string;
  readonly mime_type?: string;
  readonly uri?: string;
};

/**
 * `interaction.created` / `.start`, `interaction.status_update`, `step.start` / `content.start`, `….delta`, `….stop`,
 * `interaction.completed` / `.complete`, `error`. The last event is `done` with `[DONE]`.
 */
export type InteractionEvent = {
  readonly event_type?: string;
  /** To resume the stream after this event. */
  readonly event_id?: string;
  readonly index?: number;
  readonly interaction?: Interaction;
  readonly step?: InteractionItem;
  readonly content?: InteractionItem;
  /** By `type`: `text`, `thought_summary`, `thought_signature`, `arguments_delta`, `text_annotation_delta`, or a whole item. */
  readonly delta?: InteractionItem;
};

/** The four of input, tool use, output and thoughts are `total_tokens`; cached tokens are part of the input. */
export type InteractionUsage = {
  readonly total_input_tokens?: number;
  readonly total_tool_use_tokens?: number;
  readonly total_output_tokens?: number;
  readonly total_thought_tokens?: number;
  readonly total_cached_tokens?: number;
  readonly total_tokens?: number;
};
