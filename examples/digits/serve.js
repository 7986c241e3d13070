/** @file Serves the page: plain files, nothing is made on the way. */
import { createServer } from "node:http";
import sirv from "sirv";
import { compileModel } from "../shared/model.js";
import { paths } from "./settings.js";

/** @param {number} port */
export function serve(port) {
  compileModel(paths.model);
  const files = sirv(paths.examples, { dev: true, dotfiles: true });
  createServer(files).listen(port, "localhost", () => {
    console.log(`http://localhost:${port}/digits/page/ (Ctrl+C ends)`);
  });
}
