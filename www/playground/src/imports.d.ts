/** A script's machine in base64, made when the page is built (vite.config.ts). */
declare module "*?machine" {
  const machine: string;
  export default machine;
}
