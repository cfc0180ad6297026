/**
 * A Python script that sends the request again with the provider's official SDK, or `requests` where there is none.
 * @see https://github.com/openai/openai-python
 * @see https://github.com/anthropics/anthropic-sdk-python
 * @see https://googleapis.github.io/python-genai/
 * @see https://github.com/ollama/ollama-python
 */
import { literal, oneLineOf, pythonWords } from './code-literal.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { knownParameters } from './sdk-parameters.ts';
import { geminiArguments, type SnippetCall, snippetCall } from './snippet-call.ts';

/** One script; a part per exchange. */
export function createPythonWriter(): ExportWriter {
  return {
    mediaType: 'text/x-python',
    fileExtension: 'py',
    begin: '',
    separator: '\n\n',
    end: '',
    write: (exchange) => [script(exchange)],
  };
}

function script(exchange: ExportedExchange): string {
  const { summary, start } = exchange.detail;
  const head = `# ${oneLineOf(`${summary.id} ${new Date(start.startedAt).toISOString()} ${start.method} ${start.path}`)}\n`;
  const call = snippetCall(exchange);
  if (call === null) return `${head}# A WebSocket conversation: it cannot be asked again in one request.\n`;
  const note = call.sdk === 'http' ? '# pip install requests\n' : `# pip install ${call.sdk}\n`;
  return `${head}${note}${bodyOf(call)}`;
}

function bodyOf(call: SnippetCall): string {
  switch (call.sdk) {
    case 'openai':
      return openai(call);
    case 'anthropic':
      return anthropic(call);
    case 'google-genai':
      return gemini(call);
    case 'ollama':
      return ollama(call);
    default:
      return plainRequest(call);
  }
}

const python = (value: unknown, indent = 0): string => literal(value, pythonWords, indent);

function openai(call: SnippetCall): string {
  const methods: Readonly<Record<string, string>> = {
    'openai-chat': 'chat.completions.create',
    'openai-responses': 'responses.create',
    'openai-completions': 'completions.create',
  };
  const client = clientLine('OpenAI', call, 'base_url');
  return `import os\n\nfrom openai import OpenAI\n\n${client}${keywordCall(call, `client.${methods[call.format]}`)}`;
}

function anthropic(call: SnippetCall): string {
  const client = clientLine('Anthropic', call, 'base_url');
  return `import os\n\nfrom anthropic import Anthropic\n\n${client}${keywordCall(call, 'client.messages.create')}`;
}

function clientLine(name: string, call: SnippetCall, urlName: string): string {
  const base = call.baseUrl === null ? '' : `, ${urlName}=${python(call.baseUrl)}`;
  return `client = ${name}(api_key=os.environ[${python(call.keyVariable)}]${base})\n`;
}

/** What the method has no name for goes through `extra_body`, since unknown keywords are refused. */
function keywordCall(call: SnippetCall, method: string): string {
  const entries = Object.entries(call.body as object);
  const known = knownParameters(call.format);
  const named = entries.filter(([name]) => known.has(name));
  const extra = entries.filter(([name]) => !known.has(name));
  const lines = [
    ...named.map(([name, value]) => `    ${name}=${python(value, 4)},\n`),
    ...(extra.length === 0 ? [] : [`    extra_body=${python(Object.fromEntries(extra), 4)},\n`]),
    ...(call.query.length === 0 ? [] : [`    extra_query=${python(Object.fromEntries(call.query), 4)},\n`]),
    ...(call.headers.length === 0 ? [] : [`    extra_headers=${python(Object.fromEntries(call.headers), 4)},\n`]),
  ];
  return answer(call, `${method}(\n${lines.join('')})`);
}

function answer(call: SnippetCall, expression: string): string {
  return call.isStreaming
    ? `stream = ${expression}\nfor event in stream:\n    print(event)\n`
    : `response = ${expression}\nprint(response)\n`;
}

function gemini(call: SnippetCall): string {
  const { contents, config } = geminiArguments(call.body as object);
  const options = call.baseUrl === null ? '' : `, http_options={"base_url": ${python(call.baseUrl)}}`;
  const lines = [
    `    model=${python(call.model)},\n`,
    `    contents=${python(contents, 4)},\n`,
    ...(Object.keys(config).length === 0 ? [] : [`    config=${python(config, 4)},\n`]),
  ];
  const method = call.isStreaming ? 'generate_content_stream' : 'generate_content';
  const client = `client = genai.Client(api_key=os.environ[${python(call.keyVariable)}]${options})\n`;
  return `import os\n\nfrom google import genai\n\n${client}${answer(call, `client.models.${method}(\n${lines.join('')})`)}`;
}

function ollama(call: SnippetCall): string {
  const method = call.format === 'ollama-chat' ? 'chat' : 'generate';
  const known = knownParameters(call.format);
  // This API streams unless told not to; its SDK is the other way round.
  const { stream: _, ...body } = call.body as Record<string, unknown>;
  const entries = Object.entries(body).filter(([name]) => known.has(name));
  const lines = entries.map(([name, value]) => `    ${name}=${python(value, 4)},\n`);
  const stream = call.isStreaming ? '    stream=True,\n' : '';
  const host = call.baseUrl === null ? '' : `host=${python(call.baseUrl)}`;
  const expression = `client.${method}(\n${lines.join('')}${stream})`;
  return `from ollama import Client\n\nclient = Client(${host})\n${answer(call, expression)}`;
}

function plainRequest(call: SnippetCall): string {
  const { keyHeader, body } = call;
  const isJson = typeof body === 'object' && body !== null;
  const key = keyHeader && `os.environ[${python(call.keyVariable)}]`;
  const value = keyHeader?.scheme ? `${python(`${keyHeader.scheme} `)} + ${key}` : key;
  const headers = [
    ...call.headers
      .filter(([name]) => !(isJson && name.toLowerCase() === 'content-type'))
      .map(([name, text]) => `        ${python(name)}: ${python(text)},\n`),
    ...(keyHeader ? [`        ${python(keyHeader.name)}: ${value},\n`] : []),
  ];
  const lines = [
    `    ${python(call.method)},\n    ${python(call.url)},\n`,
    ...(call.query.length === 0
      ? []
      : [
          `    params=${python(
            call.query.map((pair) => [...pair]),
            4,
          )},\n`,
        ]),
    ...(headers.length === 0 ? [] : [`    headers={\n${headers.join('')}    },\n`]),
    ...(isJson ? [`    json=${python(body, 4)},\n`] : []),
    ...(typeof body === 'string' ? [`    data=${python(body)}.encode(),\n`] : []),
    ...(call.isStreaming ? ['    stream=True,\n'] : []),
  ];
  const request = `response = requests.request(\n${lines.join('')})\n`;
  const print = call.isStreaming
    ? 'for line in response.iter_lines(decode_unicode=True):\n    print(line)\n'
    : 'print(response.text)\n';
  return `import os\n\nimport requests\n\n${request}${print}`;
}
