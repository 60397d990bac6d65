/** The scripts that a project can start from. Each is loaded when it is chosen. */
export interface GalleryScript {
  id: string;
  title: string;
  /** What it shows of the language. */
  shows: string;
  /** Messages that it answers. */
  samples: readonly string[];
  load(): Promise<{ default: string }>;
}

export const scripts: readonly GalleryScript[] = [
  {
    id: "acme",
    title: "Acme social care",
    shows: "A shop with two departments, four channels and two languages: everything the language has.",
    samples: ["where's my parcel?? it's been two weeks", "I want my money back for AB123456"],
    load: () => import("../../../../examples/acme.answers?raw"),
  },
  {
    id: "parcel",
    title: "Swift Parcels",
    shows: "A parcel service: codes found in messages, days told from today, and a channel with a limit.",
    samples: ["where's my parcel SP12345678", "I missed the driver today"],
    load: () => import("../../../../examples/gallery/parcel.answers?raw"),
  },
  {
    id: "bank",
    title: "Harbour Bank",
    shows: "What may not be said in public: secrets, amounts of money, and hand-offs with a reason.",
    samples: ["I lost my card somewhere in town", "I do not recognise this transaction"],
    load: () => import("../../../../examples/gallery/bank.answers?raw"),
  },
  {
    id: "airline",
    title: "Northwind Air",
    shows: "Options, plural forms, and a topic that others call and come back from.",
    samples: ["our flight was cancelled last night", "my suitcase did not arrive"],
    load: () => import("../../../../examples/gallery/airline.answers?raw"),
  },
  {
    id: "telecom",
    title: "Clearline",
    shows: "Phone and internet: steps that set facts, a preferred channel, silence in a menu.",
    samples: ["my internet is down", "why is my bill so high this month"],
    load: () => import("../../../../examples/gallery/telecom.answers?raw"),
  },
  {
    id: "software",
    title: "Tidyboard",
    shows: "Software as a service: addresses found in messages, plans, notes for agents.",
    samples: ["I cannot log in", "how do I export my boards"],
    load: () => import("../../../../examples/gallery/software.answers?raw"),
  },
  {
    id: "restaurant",
    title: "Olive & Thyme",
    shows: "A restaurant: bookings with facts that are asked for, opening hours, allergies.",
    samples: ["can I book a table for 4", "is the soup vegan"],
    load: () => import("../../../../examples/gallery/restaurant.answers?raw"),
  },
  {
    id: "city",
    title: "Brookfield City Council",
    shows: "A council in plain words: reports, appointments, departments with short hours.",
    samples: ["my bin was not emptied", "I need a new passport"],
    load: () => import("../../../../examples/gallery/city.answers?raw"),
  },
  {
    id: "hotel",
    title: "Casa Mirador",
    shows: "A hotel in English and Spanish: examples and replies in both languages.",
    samples: ["we arrive after midnight", "hay mucho ruido y no podemos dormir"],
    load: () => import("../../../../examples/gallery/hotel.answers?raw"),
  },
];
