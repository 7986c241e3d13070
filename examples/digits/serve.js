/** @file Serves the page: plain files, nothing is made on the way. */
import { createServer } from "node:http";
import sirv from "sirv";
import { compileModel } from "../shared/model.js";
import { paths } from "./settings.js";

/** @param {number} port */
export function serve(port) {
  compileModel(paths.model);
  const served = (/** @type {string} */ folder) => sirv(folder, { dev: true, dotfiles: true });
  const examples = served(paths.examples);
  const others = { "/nabla/weights": served(paths.weights), "/packages": served(paths.packages) };
  const server = createServer((request, response) => {
    for (const [path, files] of Object.entries(others)) {
      if (!request.url?.startsWith(`${path}/`)) continue;
      request.url = request.url.slice(path.length);
      return files(request, response);
    }
    return examples(request, response);
  });
  server.listen(port, "localhost", () => {
    console.log(`http://localhost:${port}/digits/page/ (Ctrl+C ends)`);
  });
}
