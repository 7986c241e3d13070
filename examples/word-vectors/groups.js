/** @file Words that belong together, by meaning; written before anything was trained. */

/** @typedef {Readonly<Record<string, readonly string[]>>} Groups */

const groups = (/** @type {Readonly<Record<string, string>>} */ lines) =>
  Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, line.split(" ")]));

/** The settings were chosen by these. @type {Groups} */
export const development = groups({
  months: "january february march april june july august september october november december",
  people: "men women children families parents mothers fathers sons daughters workers",
  navy: "vessels ships navy cruisers battleships squadron sailors fleet",
  money: "gold silver coin dollars currency notes bullion coinage",
  farming: "farmers wheat corn cotton crops livestock grain harvest",
  health: "doctors hospitals patients medicare nurses medicine disease",
});

/** These were measured once, afterwards. @type {Groups} */
export const test = groups({
  numbers: "two three four five six seven eight nine ten twenty thirty forty fifty",
  states:
    "virginia ohio texas california georgia pennsylvania kentucky tennessee missouri louisiana",
  countries: "france spain germany britain italy japan china russia mexico brazil",
  asking: "recommend urge propose request suggest ask invite",
  size: "great large vast immense enormous",
  schools: "schools teachers students college universities classroom",
  law: "court courts judges justice jury trial attorney",
  army: "soldiers troops army officers regiments infantry cavalry",
  traffic: "railroads railways canals roads highways bridges harbors rivers",
  time: "minutes hours day days week weeks month months year",
  directions: "north south east west northern southern eastern western",
  taxes: "tax taxes income revenue tariff duties",
  materials: "coal iron oil steel copper gas electricity water",
});
