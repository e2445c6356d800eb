/**
 * Reads the address at which GitHub and people reach this server, for every place that names it: the form of the setup
 * and the environment. It has no slash at its end; `undefined` for any other text.
 */
export function readPublicUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#]/.test(text)) return undefined;
  return url.username + url.password === "" ? url.href.replace(/\/+$/, "") : undefined;
}
