/**
 * @file For projects without the sidecars `model.d.nabla.ts`: every import of a model is `any`. In a `.d.ts` of the
 * project: `/// <reference types="nabla/client" />`. Where a sidecar stands, its types are taken.
 */
declare module "*.nabla";
