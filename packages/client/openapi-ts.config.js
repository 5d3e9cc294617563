/** `npm run client` generates the client from the OpenAPI document. */
export default {
  input: 'openapi.yaml',
  output: { path: 'packages/client/generated', module: { extension: '.js' } },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
};
