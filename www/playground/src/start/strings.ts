/** Every text of beginning a script. */
export const strings = {
  tour: "Tour",
  tourHint: "Learn it in ten steps, by writing",
  welcome: "Welcome",
  welcomeText: "Below is a shop's script, as an example: write a message to it, or begin with one of these:",
  takeTour: "Take the tour",
  seeGallery: "See example scripts",
  startEmpty: "Start my own",
  hide: "Do not show this again",
} as const;
