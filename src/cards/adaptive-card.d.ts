// Stands in for adaptivecards/src/schema, which the declarations of adaptivecards-templating reach into:
// those sources do not compile under this project's flags. tsconfig.json maps the path here.
export interface IAdaptiveCard {
  [key: string]: unknown
}
