// Talks with the local chat's server.

const MARK = { "X-Local-Chat": "1" };

async function read(response) {
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

export const get = async (path) => read(await fetch(path));

export const post = async (path, body = {}) =>
  read(await fetch(path, {
    method: "POST", headers: { ...MARK, "Content-Type": "application/json" }, body: JSON.stringify(body),
  }));

export const postFile = async (path, file) => read(await fetch(path, { method: "POST", headers: MARK, body: file }));

/** Follow the chat's events from a mark on; `onState` hears whether the connection stands. */
export function follow(mark, onEvent, onState) {
  const source = new EventSource(`/chat/events?since=${encodeURIComponent(mark)}`);
  source.onopen = () => onState(true);
  source.onerror = () => {
    onState(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow("", onEvent, onState), 1500);
  };
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
}
