/** A GitHub that answers at once what working the captures asks, so that nothing but our own work takes time. */
import { createServer } from "node:http";
import { answerTo } from "./answers.ts";

const server = createServer((request, response) => {
  request.resume();
  const [status, body] = answerTo((request.url ?? "").split("?")[0] ?? "");
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}\n`);
});
